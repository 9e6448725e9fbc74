using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>Reads a group's members, page by page in the database.</summary>
internal sealed class MemberQueries(PortalContext db, ListReading lists)
{
    public Task<ListPage<MemberRow>> PageAsync(
        TargetGroup group, ListRequest request, string? state, CancellationToken cancellationToken) => lists.ReadAsync(
        MemberList.With(MemberFields.Parse(group.Fields)),
        request,
        Matching(group, state),
        rows => rows.Select(m => new MemberRow(
            m.Id,
            m.Email,
            m.FirstName,
            m.LastName,
            m.Fields,
            m.RemovedAt,
            db.Unsubscribes.Any(u => u.ListTypeId == group.ListTypeId && u.EmailKey == m.EmailKey),
            db.Deliveries.Count(d => d.EmailKey == m.EmailKey && d.Status == DeliveryStatus.Sent),
            db.Deliveries.Where(d => d.EmailKey == m.EmailKey && d.Status == DeliveryStatus.Sent).Max(d => d.SentAt))),
        async (rows, isNarrowed) => isNarrowed ? await rows.LongCountAsync(cancellationToken) : group.MemberCount,
        group.MemberCount > ListRequest.SearchesEverywhere,
        cancellationToken);

    /// <summary>How many of the group's members are unsubscribed from its list.</summary>
    public Task<int> UnsubscribedAsync(TargetGroup group, CancellationToken cancellationToken) =>
        db.Unsubscribes.Where(u => u.ListTypeId == group.ListTypeId)
            .CountAsync(
                u => db.Members.Any(m => m.TargetGroupId == group.Id && m.EmailKey == u.EmailKey && m.RemovedAt == null),
                cancellationToken);

    private IQueryable<Member> Matching(TargetGroup group, string? state)
    {
        var members = db.Members.AsNoTracking().Where(m => m.TargetGroupId == group.Id);
        members = state == "removed" ? members.Where(m => m.RemovedAt != null) : members.Where(m => m.RemovedAt == null);
        var unsubscribed = db.Unsubscribes.Where(u => u.ListTypeId == group.ListTypeId);
        return state switch
        {
            "unsubscribed" => members.Where(m => unsubscribed.Any(u => u.EmailKey == m.EmailKey)),
            "subscribed" => members.Where(m => !unsubscribed.Any(u => u.EmailKey == m.EmailKey)),
            _ => members,
        };
    }
}
