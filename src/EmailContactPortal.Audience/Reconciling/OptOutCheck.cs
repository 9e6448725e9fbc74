using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Reconciling;

/// <summary>
/// Compares the opt-out flag of contacts with what the portal knows: a record that somebody left is of no use when the flag that keeps mail
/// away is not set. Only contacts whose latest fact is that they left are looked at, and nothing ever takes a flag away that the CRM's own
/// people set.
/// </summary>
internal static class OptOutCheck
{
    /// <summary>Entries of people who left although their contact in the CRM may still be mailed.</summary>
    public static async Task<IReadOnlyList<long>> MissingAsync(
        PortalContext db, ICrmAdapter adapter, int connectionId, IReadOnlyList<long> entryIds, CancellationToken cancellationToken)
    {
        var left = await db.WriteBackEntries.AsNoTracking()
            .Where(e => entryIds.Contains(e.Id) && e.Kind == CrmActivityKind.Unsubscribed)
            .Where(e => !db.WriteBackEntries.Any(o => o.CrmContactId == e.CrmContactId && o.CrmConnectionId == connectionId
                && (o.Kind == CrmActivityKind.Unsubscribed || o.Kind == CrmActivityKind.Resubscribed)
                    && (o.At > e.At || (o.At == e.At && o.Id > e.Id))))
            .Select(e => new { e.Id, e.CrmContactId }).ToListAsync(cancellationToken);
        if (left.Count == 0) return [];
        var flags = await adapter.OptOutsAsync([.. left.Select(e => e.CrmContactId).Distinct()], cancellationToken);
        return [.. left.Where(e => flags.TryGetValue(e.CrmContactId, out var isOut) && !isOut).Select(e => e.Id)];
    }
}
