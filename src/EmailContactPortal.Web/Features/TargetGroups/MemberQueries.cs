using EmailContactPortal.Data;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>Reads a group's members, page by page in the database.</summary>
public sealed class MemberQueries(PortalContext db)
{
    public async Task<PageOf<MemberRow>> PageAsync(TargetGroup group, MemberListRequest request, CancellationToken cancellationToken)
    {
        request.OrderByDefault("email", descending: false);
        var members = Matching(group, request);
        var sorted = (request.Sort, request.Descending) switch
        {
            ("name", false) => members.OrderBy(m => m.LastName).ThenBy(m => m.FirstName).ThenBy(m => m.Id),
            ("name", true) => members.OrderByDescending(m => m.LastName).ThenByDescending(m => m.FirstName).ThenBy(m => m.Id),
            (_, true) => members.OrderByDescending(m => m.EmailKey),
            _ => members.OrderBy(m => m.EmailKey),
        };
        var rows = sorted.Select(m => new MemberRow(
            m.Id,
            m.Email,
            m.FirstName,
            m.LastName,
            m.Fields,
            m.RemovedAt,
            db.Unsubscribes.Any(u => u.ListTypeId == group.ListTypeId && u.EmailKey == m.EmailKey),
            db.Deliveries.Count(d => d.EmailKey == m.EmailKey && d.Status == DeliveryStatus.Sent),
            db.Deliveries.Where(d => d.EmailKey == m.EmailKey && d.Status == DeliveryStatus.Sent).Max(d => d.SentAt)));
        return request.IsNarrowed
            ? await rows.ToPageAsync(request, cancellationToken)
            : await rows.ToPageAsync(request, group.MemberCount, cancellationToken);
    }

    /// <summary>How many of the group's members are unsubscribed from its list.</summary>
    public Task<int> UnsubscribedAsync(TargetGroup group, CancellationToken cancellationToken) =>
        db.Unsubscribes.Where(u => u.ListTypeId == group.ListTypeId)
            .CountAsync(u => db.Members.Any(m => m.TargetGroupId == group.Id && m.EmailKey == u.EmailKey && m.RemovedAt == null), cancellationToken);

    private IQueryable<Member> Matching(TargetGroup group, MemberListRequest request)
    {
        var members = db.Members.AsNoTracking().Where(m => m.TargetGroupId == group.Id);
        members = request.State == "removed" ? members.Where(m => m.RemovedAt != null) : members.Where(m => m.RemovedAt == null);
        if (request.State == "unsubscribed") members = members.Where(m => db.Unsubscribes.Any(u => u.ListTypeId == group.ListTypeId && u.EmailKey == m.EmailKey));
        if (request.State == "subscribed") members = members.Where(m => !db.Unsubscribes.Any(u => u.ListTypeId == group.ListTypeId && u.EmailKey == m.EmailKey));
        if (request.Words is not { } words) return members;
        var low = words.ToLowerInvariant();
        return group.MemberCount > ListRequest.SearchesEverywhere
            ? members.Where(PrefixRange.Of<Member>(m => m.EmailKey, low))
            : members.Where(m => m.EmailKey.Contains(low) || m.FirstName.Contains(words) || m.LastName.Contains(words) || (m.FirstName + " " + m.LastName).Contains(words));
    }
}
