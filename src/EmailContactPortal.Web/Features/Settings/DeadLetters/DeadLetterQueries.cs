using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Tracking.Storing;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.DeadLetters;

/// <summary>One thing that could not be written.</summary>
public sealed record DeadLetterRow(long Id, DeadLetterKind Kind, DateTime At, string? Campaign, int? CampaignId, string? Email, string Reason, string Content);

/// <summary>A page of them.</summary>
public sealed record DeadLetterPage(ListRequest Request, PageOf<DeadLetterRow> Rows, int Hits);

/// <summary>Reads what was set aside, tries it again, and forgets it.</summary>
public sealed class DeadLetterQueries(PortalContext db, HitDeadLetters hits)
{
    // A second try of thousands would hold the request up; what is left can be tried by another press.
    private const int MostAtOnce = 500;

    public async Task<DeadLetterPage> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        request.OrderByDefault("at", descending: true);
        var rows = db.DeadLetters.AsNoTracking();
        rows = request.Descending ? rows.OrderByDescending(l => l.Id) : rows.OrderBy(l => l.Id);
        var shown = from l in rows
                    join d in db.Deliveries on l.DeliveryId equals d.Id into deliveries
                    from d in deliveries.DefaultIfEmpty()
                    select new DeadLetterRow(
                        l.Id,
                        l.Kind,
                        l.At,
                        db.Campaigns.Where(c => c.Id == (l.CampaignId ?? (d == null ? 0 : d.CampaignId))).Select(c => c.Name).FirstOrDefault(),
                        l.CampaignId ?? (d == null ? null : d.CampaignId),
                        d == null ? null : d.Email,
                        l.Reason,
                        l.Content);
        return new DeadLetterPage(request, await shown.ToPageAsync(request, cancellationToken), await db.DeadLetters.CountAsync(l => l.Kind == DeadLetterKind.Hit, cancellationToken));
    }

    /// <summary>Counts opens and clicks that were set aside; what still cannot be written stays.</summary>
    public async Task<Result<int>> TryAgainAsync(CancellationToken cancellationToken)
    {
        var ids = await db.DeadLetters.Where(l => l.Kind == DeadLetterKind.Hit).OrderBy(l => l.Id).Select(l => l.Id).Take(MostAtOnce).ToListAsync(cancellationToken);
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

        return counted == 0 && reason.Length > 0 ? Result<int>.No("letter.again", $"None of them could be written: {reason}") : counted;
    }

    /// <summary>Forgets one for good.</summary>
    public Task<int> DeleteAsync(long id, CancellationToken cancellationToken) => db.DeadLetters.Where(l => l.Id == id).ExecuteDeleteAsync(cancellationToken);
}
