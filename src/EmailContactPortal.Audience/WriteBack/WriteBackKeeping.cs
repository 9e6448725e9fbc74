using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.WriteBack;

/// <summary>Keeps what a CRM answered: each entry is written, refused, or tried again later.</summary>
internal static class WriteBackKeeping
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Keeps a batch in one transaction.</summary>
    /// <returns>How many the CRM took.</returns>
    public static Task<int> KeepAsync(
        PortalContext db, IReadOnlyList<DueActivity> due, Dictionary<string, CrmWriteResult> results, DateTime now,
        CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                var written = 0;
                foreach (var item in due)
                {
                    var result = results.GetValueOrDefault(item.Activity.ExternalId)
                        ?? new CrmWriteResult(item.Activity.ExternalId, CrmWriteOutcome.Later, "The CRM gave no answer for this entry.");
                    if (result.Outcome == CrmWriteOutcome.Written) written++;
                    await KeepAsync(db, item, result, now, token);
                }

                return written;
            },
            cancellationToken);

    /// <summary>Lets entries be written once more, from the first try, and their connections wait no longer.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> WriteAgainAsync(
        IQueryable<WriteBackEntry> entries, IQueryable<CrmConnection> connections, CancellationToken cancellationToken)
    {
        await connections.ExecuteUpdateAsync(s => s.SetProperty(c => c.WriteBackResumesAt, (DateTime?)null), cancellationToken);
        return await entries.ExecuteUpdateAsync(
            s => s.SetProperty(e => e.Status, WriteBackStatus.Pending).SetProperty(e => e.Attempts, 0)
                .SetProperty(e => e.NextAttemptAt, (DateTime?)null).SetProperty(e => e.Problem, (string?)null),
            cancellationToken);
    }

    private static Task<int> KeepAsync(PortalContext db, DueActivity item, CrmWriteResult result, DateTime now, CancellationToken token)
    {
        // An open that came in meanwhile moved the entry's time: then what we wrote is old already and the entry stays pending.
        var entry = db.WriteBackEntries.Where(e => e.Id == item.EntryId && e.At == item.Activity.At && e.Status == WriteBackStatus.Pending);
        var reason = result.Reason is null ? null : Text.Bound(result.Reason, 1000);
        var next = now + BackOff.After(item.Attempts + 1, FirstWait, LongestWait);
        return result.Outcome switch
        {
            CrmWriteOutcome.Written => entry.ExecuteUpdateAsync(
                s => s.SetProperty(e => e.Status, WriteBackStatus.Written).SetProperty(e => e.WrittenAt, now)
                    .SetProperty(e => e.Problem, (string?)null).SetProperty(e => e.NextAttemptAt, (DateTime?)null), token),
            CrmWriteOutcome.Refused => entry.ExecuteUpdateAsync(
                s => s.SetProperty(e => e.Status, WriteBackStatus.Failed).SetProperty(e => e.Problem, reason)
                    .SetProperty(e => e.Attempts, e => e.Attempts + 1), token),
            _ => entry.ExecuteUpdateAsync(
                s => s.SetProperty(e => e.Attempts, e => e.Attempts + 1).SetProperty(e => e.NextAttemptAt, next)
                    .SetProperty(e => e.Problem, reason), token),
        };
    }
}
