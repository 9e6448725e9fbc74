using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>Reads groups for their pages.</summary>
internal sealed class TargetGroupQueries(PortalContext db, MemberQueries members, ListReading lists)
{
    public async Task<ListPage<TargetGroupRow>> ListAsync(ListRequest request, CancellationToken cancellationToken) =>
        await lists.ReadAsync(
        TargetGroupList.With(await ListTypesAsync(cancellationToken)),
        request,
        db.TargetGroups.AsNoTracking(),
        rows => rows.Select(g => new TargetGroupRow(
            g.Id,
            g.Name,
            g.Source,
            g.Source == TargetGroupSource.Crm
                ? g.CrmCampaignName
                : db.Imports.Where(i => i.TargetGroupId == g.Id).OrderByDescending(i => i.Id).Select(i => i.FileName).FirstOrDefault(),
            g.SyncMode,
            db.ListTypes.Where(l => l.Id == g.ListTypeId).Select(l => l.Name).FirstOrDefault() ?? "",
            g.MemberCount,
            g.Status,
            g.SyncStatus,
            g.SyncedAt ?? g.UpdatedAt)),
        cancellationToken: cancellationToken);

    /// <summary>One group with a page of its members; null when it is gone.</summary>
    public async Task<TargetGroupPage?> PageAsync(int id, ListRequest request, string? state, CancellationToken cancellationToken)
    {
        if (await db.TargetGroups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancellationToken) is not { } group) return null;
        var usedIn = await db.Campaigns.AsNoTracking().Where(c => c.TargetGroupId == id).OrderByDescending(c => c.UpdatedAt)
            .Select(c => new Choice(c.Id, c.Name)).Take(100).ToListAsync(cancellationToken);
        return new TargetGroupPage
        {
            Group = group,
            ListType = await db.ListTypes.Where(l => l.Id == group.ListTypeId).Select(l => l.Name).SingleAsync(cancellationToken),
            Owner = await db.Users.Where(u => u.Id == group.OwnerId).Select(u => u.FullName).FirstOrDefaultAsync(cancellationToken) ?? "",
            Connection = await db.CrmConnections.Where(c => c.Id == group.CrmConnectionId).Select(c => c.Name)
                .FirstOrDefaultAsync(cancellationToken),
            SyncMinutes = await db.CrmConnections.Where(c => c.Id == group.CrmConnectionId).Select(c => c.SyncMinutes)
                .FirstOrDefaultAsync(cancellationToken) ?? CrmConnection.DefaultSyncMinutes,
            Fields = MemberFields.Parse(group.Fields),
            LastImport = await db.Imports.AsNoTracking().Where(i => i.TargetGroupId == id).OrderByDescending(i => i.Id)
                .FirstOrDefaultAsync(cancellationToken),
            Unsubscribed = await members.UnsubscribedAsync(group, cancellationToken),
            UsedIn = usedIn,
            Members = await members.PageAsync(group, request, state, cancellationToken),
        };
    }

    /// <summary>The form of what may be changed; null when the group is gone.</summary>
    public async Task<TargetGroupForm?> FormAsync(int id, CancellationToken cancellationToken)
    {
        var form = await db.TargetGroups.AsNoTracking().Where(g => g.Id == id).Select(g => new TargetGroupForm
        {
            Id = g.Id,
            Name = g.Name,
            Description = g.Description,
            ListTypeId = g.ListTypeId,
            OwnerId = g.OwnerId,
            IsDynamic = g.SyncMode == SyncMode.Dynamic,
            IsConnected = g.CrmConnectionId != null,
        }).FirstOrDefaultAsync(cancellationToken);
        return form is null ? null : await WithChoicesAsync(form, cancellationToken);
    }

    /// <summary>Fills in what can be chosen.</summary>
    public async Task<TargetGroupForm> WithChoicesAsync(TargetGroupForm form, CancellationToken cancellationToken)
    {
        form.ListTypes = await ListTypesAsync(cancellationToken);
        form.Owners = await db.Users.AsNoTracking().Where(u => u.IsActive || u.Id == form.OwnerId).OrderBy(u => u.FullName)
            .Select(u => new Choice(u.Id, u.FullName)).ToListAsync(cancellationToken);
        return form;
    }

    public async Task<IReadOnlyList<Choice>> ListTypesAsync(CancellationToken cancellationToken) =>
        await db.ListTypes.AsNoTracking().OrderBy(l => l.Name).Select(l => new Choice(l.Id, l.Name)).ToListAsync(cancellationToken);
}
