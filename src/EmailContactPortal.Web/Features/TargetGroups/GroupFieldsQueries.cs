using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>Reads the mapping of a group and what its CRM offers now.</summary>
internal sealed class GroupFieldsQueries(PortalContext db, GroupFields fields)
{
    /// <summary>The page, with what was chosen when a save was refused; null when the group is gone or not connected.</summary>
    public async Task<GroupFieldsPage?> PageAsync(int id, GroupFieldsForm? chosen, CancellationToken cancellationToken)
    {
        if (await db.TargetGroups.AsNoTracking()
            .FirstOrDefaultAsync(g => g.Id == id && g.CrmConnectionId != null, cancellationToken) is not { } group) return null;
        var connection = await db.CrmConnections.Where(c => c.Id == group.CrmConnectionId).Select(c => c.Name)
            .FirstOrDefaultAsync(cancellationToken) ?? "the CRM";
        var offer = await fields.OfferAsync(group, cancellationToken);
        var form = chosen
            ?? new GroupFieldsForm
            {
                Incoming = [.. offer.Incoming],
                Outgoing = offer.Outgoing.ToDictionary(o => o.Value.ToString(), string? (o) => o.Field),
            };
        return new GroupFieldsPage(id, group.Name, connection, form, offer);
    }
}
