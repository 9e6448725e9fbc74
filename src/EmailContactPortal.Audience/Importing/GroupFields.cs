using System.Text.Json;
using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Importing;

/// <summary>
/// The field mapping of a connected group: which CRM fields come in, and what of the portal goes out into which CRM field.
/// </summary>
public sealed class GroupFields(PortalContext db, CrmGateway gateway, ImportCommands imports, TimeProvider time)
{
    /// <summary>What can be mapped now, or why the CRM cannot be asked.</summary>
    public async Task<GroupFieldOffer> OfferAsync(TargetGroup group, CancellationToken cancellationToken)
    {
        var kept = JsonSerializer.Deserialize<string[]>(group.CrmFields) ?? [];
        var outgoing = OutFields.Parse(group.CrmOutFields);
        try
        {
            var adapter = await gateway.OpenAsync(group.CrmConnectionId!.Value, cancellationToken);
            var fields = await adapter.FieldsAsync(cancellationToken);
            var probe = await gateway.ProbeAsync(group.CrmConnectionId.Value, cancellationToken);
            return new GroupFieldOffer(
                [.. fields.Select(f => new FieldChoice(f.Name, f.Label, f.IsCustom))],
                probe.FieldUpdates ? [.. fields.Where(f => f.IsWritable).Select(f => f.Name)] : [], kept, outgoing, null);
        }
        catch (CrmException e)
        {
            return new GroupFieldOffer([], [], kept, outgoing, e.Message);
        }
    }

    /// <summary>Stores the mapping and asks for a full synchronisation, which fills the fields.</summary>
    public async Task<Result> SaveAsync(
        int groupId, IReadOnlyList<string> incoming, IReadOnlyList<OutField> outgoing, int userId, CancellationToken cancellationToken)
    {
        if (await ConnectedAsync(groupId, cancellationToken) is not { } group) return NotConnected;
        var offer = await OfferAsync(group, cancellationToken);
        if (offer.Trouble is { } trouble) return Problem.Told("crm.unreachable", trouble);
        if (incoming.FirstOrDefault(f => offer.Fields.All(o => o.Name != f)) is { } unknown)
            return Problem.Invalid("crm.field", unknown).At("Incoming");
        if (outgoing.FirstOrDefault(o => !offer.Writable.Contains(o.Field)) is { } locked)
            return Problem.Invalid("crm.field-locked", locked.Field).At("Outgoing");
        if (outgoing.GroupBy(o => o.Field).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return Problem.Invalid("crm.field-twice", twice.Key).At("Outgoing");
        if (outgoing.Select(o => o.Field).Intersect(incoming).FirstOrDefault() is { } both)
            return Problem.Invalid("crm.field-both", both).At("Outgoing");
        Put(group, offer, incoming);
        group.CrmOutFields = OutFields.ToJson(outgoing);
        await db.SaveChangesAsync(cancellationToken);
        return await imports.SynchronizeAsync(groupId, userId, cancellationToken);
    }

    /// <summary>
    /// Reads the CRM's fields again: new labels are taken over, fields that are gone are dropped, and everybody is read once more.
    /// </summary>
    public async Task<Result> RefreshAsync(int groupId, int userId, CancellationToken cancellationToken)
    {
        if (await ConnectedAsync(groupId, cancellationToken) is not { } group) return NotConnected;
        var offer = await OfferAsync(group, cancellationToken);
        if (offer.Trouble is { } trouble) return Problem.Told("crm.unreachable", trouble);
        Put(group, offer, offer.Incoming);
        await db.SaveChangesAsync(cancellationToken);
        return await imports.SynchronizeAsync(groupId, userId, cancellationToken);
    }

    private Task<TargetGroup?> ConnectedAsync(int groupId, CancellationToken cancellationToken) =>
        db.TargetGroups.SingleOrDefaultAsync(g => g.Id == groupId && g.CrmConnectionId != null, cancellationToken);

    private void Put(TargetGroup group, GroupFieldOffer offer, IReadOnlyList<string> wanted)
    {
        var fields = offer.Fields.Where(f => wanted.Contains(f.Name)).ToList();
        var names = JsonSerializer.Serialize(fields.Select(f => f.Name));

        // A new field is empty for all who did not change: only a walk fills it.
        if (names != group.CrmFields) group.SyncCursor = null;
        group.CrmFields = names;
        group.Fields = MemberFields.ToJson([.. fields.Select(f => new MemberField(CrmImportSource.KeyOf(f.Name), f.Label))]);
        group.UpdatedAt = time.GetUtcNow().UtcDateTime;
    }

    private static Problem NotConnected => Problem.Invalid("group.not-connected");
}

/// <summary>What the mapping of a group can be.</summary>
/// <param name="Fields">The CRM's contact fields.</param>
/// <param name="Writable">Those that the portal may fill.</param>
/// <param name="Incoming">Those that come in now.</param>
/// <param name="Outgoing">What goes out now.</param>
/// <param name="Trouble">Why the CRM could not be asked.</param>
public sealed record GroupFieldOffer(
    IReadOnlyList<FieldChoice> Fields, IReadOnlyList<string> Writable, IReadOnlyList<string> Incoming, IReadOnlyList<OutField> Outgoing,
    string? Trouble);
