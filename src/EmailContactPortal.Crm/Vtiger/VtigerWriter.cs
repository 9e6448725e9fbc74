using System.Text.Json;
using EmailContactPortal.Crm.Vtiger.Protocol;
using EmailContactPortal.Crm.Vtiger.Sinks;

namespace EmailContactPortal.Crm.Vtiger;

/// <summary>
/// Writes facts to contacts. Nothing is repeated blindly: records are looked for by our external ids first, and an answer that was lost or unreadable is settled by looking
/// again, because vtiger may have saved what it did not confirm. Nothing is created twice in one run.
/// </summary>
internal sealed class VtigerWriter(VtigerClient client, VtigerQueries queries, IVtigerSink sink)
{
    /// <summary>Writes activities in their order.</summary>
    public async Task<IReadOnlyList<CrmWriteResult>> WriteAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        var kept = activities.Where(a => sink.Keeps(a.Kind)).ToList();
        var held = kept.Count == 0 ? [] : await sink.FindAsync(kept, cancellationToken);
        var results = new List<CrmWriteResult>(activities.Count);
        foreach (var activity in activities) results.Add(await WriteAsync(activity, held.FirstOrDefault(h => h.ExternalId == activity.ExternalId), cancellationToken));
        return results;
    }

    /// <summary>Tells what is there of each activity.</summary>
    public async Task<IReadOnlyList<CrmReadBack>> ReadBackAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        var kept = activities.Where(a => sink.IsJournal && sink.Keeps(a.Kind)).ToList();
        var held = (kept.Count == 0 ? [] : await sink.FindAsync(kept, cancellationToken)).ToLookup(h => h.ExternalId);
        return [.. activities.Select(a => !sink.IsJournal || !sink.Keeps(a.Kind) ? new CrmReadBack(a.ExternalId, CrmHeld.NotKept) : held[a.ExternalId].ToList() switch
        {
            [] => new CrmReadBack(a.ExternalId, CrmHeld.Missing),
            [{ IsSame: true }] => new CrmReadBack(a.ExternalId, CrmHeld.Same),
            [var other] => new CrmReadBack(a.ExternalId, CrmHeld.Different, other.There),
            var several => new CrmReadBack(a.ExternalId, CrmHeld.Repeated, $"{several.Count} records"),
        })];
    }

    /// <summary>Changes some fields of a record and leaves the others; <c>update</c> would blank them on old servers.</summary>
    public async Task ReviseAsync(string id, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        await client.PostAsync("change a record", "revise", cancellationToken, ("element", JsonSerializer.Serialize(new Dictionary<string, string>(values) { ["id"] = id })));

    /// <summary>Does one thing to a contact and says what became of it.</summary>
    public async Task<CrmWriteResult> TryAsync(string key, string contactId, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
            return new CrmWriteResult(key, CrmWriteOutcome.Written);
        }
        catch (VtigerFault fault) when (fault.IsUnknown)
        {
            return await IsGoneAsync(contactId, cancellationToken)
                ? new CrmWriteResult(key, CrmWriteOutcome.Refused, $"The contact {contactId} is not in the CRM any more, or this user may not see it.")
                : new CrmWriteResult(key, CrmWriteOutcome.Later, $"The CRM's answer was lost or could not be read ({fault.Message}); the portal looks whether it was saved before it writes again.");
        }
        catch (VtigerFault fault) when (fault.IsSession)
        {
            return new CrmWriteResult(key, CrmWriteOutcome.Later, $"The CRM ends every session at once ({fault.Message}).");
        }
        catch (VtigerFault fault)
        {
            return new CrmWriteResult(key, CrmWriteOutcome.Refused, fault.ToCrm("write to the contact").Message);
        }
    }

    private Task<CrmWriteResult> WriteAsync(CrmActivity activity, VtigerHeld? held, CancellationToken cancellationToken) => TryAsync(
        activity.ExternalId,
        activity.ContactId,
        async () =>
        {
            if (activity.Kind is CrmActivityKind.Unsubscribed or CrmActivityKind.Resubscribed) await ReviseAsync(activity.ContactId, OptOut(activity), cancellationToken);
            if (sink.Keeps(activity.Kind)) await KeepAsync(activity, held, cancellationToken);
        },
        cancellationToken);

    private async Task KeepAsync(CrmActivity activity, VtigerHeld? held, CancellationToken cancellationToken)
    {
        if (held is { IsSame: true }) return;
        var (module, values) = await sink.RecordAsync(activity, cancellationToken);
        if (held is not null)
        {
            await ReviseAsync(held.Id, values, cancellationToken);
            return;
        }

        try
        {
            values["assigned_user_id"] = client.UserId;
            await client.PostAsync("write an activity", "create", cancellationToken, ("elementType", module), ("element", JsonSerializer.Serialize(values)));
        }
        catch (VtigerFault fault) when (fault.IsDuplicate || fault.IsUnknown)
        {
            // Saved all the same, or by another instance a moment ago; looking again tells.
            var found = await sink.FindAsync([activity], cancellationToken);
            if (found.Count == 0) throw;
            await KeepAsync(activity, found[0], cancellationToken);
        }
    }

    private async Task<bool> IsGoneAsync(string contactId, CancellationToken cancellationToken)
    {
        if (await queries.TypeOfAsync(contactId, cancellationToken) is not { } type) return false;
        var rows = await queries.QueryAsync("look for the contact", $"SELECT id FROM {type} WHERE id = {VtigerQueries.Quote(contactId)} ORDER BY id ASC LIMIT 1;", cancellationToken);
        return rows.Count == 0;
    }

    private static Dictionary<string, string> OptOut(CrmActivity activity) => new() { ["emailoptout"] = activity.Kind == CrmActivityKind.Unsubscribed ? "1" : "0" };
}
