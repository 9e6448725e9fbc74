using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Tracking.Storing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.DeadLetters;

/// <summary>Tries again what was set aside, and forgets it.</summary>
internal sealed class DeadLetterCommands(PortalContext db, HitDeadLetters hits)
{
    // A second try of thousands would hold the request up; what is left can be tried by another press.
    private const int MostAtOnce = 500;

    /// <summary>Counts opens and clicks that were set aside; what still cannot be written stays.</summary>
    public async Task<Result<int>> TryAgainAsync(CancellationToken cancellationToken)
    {
        var ids = await db.DeadLetters.Where(l => l.Kind == DeadLetterKind.Hit).OrderBy(l => l.Id).Select(l => l.Id).Take(MostAtOnce)
            .ToListAsync(cancellationToken);
        var (counted, reason) = (0, "");
        foreach (var id in ids)
        {
            try
            {
                if (await hits.TryAgainAsync(id, cancellationToken)) counted++;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                reason = e.GetBaseException().Message;
            }
        }

        return counted == 0 && reason.Length > 0 ? Problem.Invalid("letter.again", reason) : counted;
    }

    /// <summary>Forgets one for good.</summary>
    public Task<int> DeleteAsync(long id, CancellationToken cancellationToken) =>
        db.DeadLetters.Where(l => l.Id == id).ExecuteDeleteAsync(cancellationToken);
}
