using System.Text.Json;
using EmailContactPortal.Crm.Vtiger.Protocol;
using EmailContactPortal.Crm.Vtiger.Sinks;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Vtiger;

/// <summary>
/// Writes facts to contacts. Nothing is repeated blindly: records are looked for by our external ids first, and an answer that was lost or
/// unreadable is settled by looking again, because vtiger may have saved what it did not confirm. Nothing is created twice in one run.
/// </summary>
internal sealed class VtigerWriter(VtigerClient client, VtigerQueries queries, IVtigerSink sink)
{
    /// <summary>Writes activities in their order.</summary>
    public async Task<IReadOnlyList<CrmWriteResult>> WriteAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        var kept = activities.Where(a => sink.Keeps(a.Kind)).ToList();
        var held = kept.Count == 0 ? [] : await sink.FindAsync(kept, cancellationToken);
        var results = new List<CrmWriteResult>(activities.Count);
        foreach (var activity in activities)
            results.Add(await WriteAsync(activity, held.FirstOrDefault(h => h.ExternalId == activity.ExternalId), cancellationToken));
        return results;
    }

    /// <summary>Tells what is there of each activity.</summary>
    public async Task<IReadOnlyList<CrmReadBack>> ReadBackAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        var kept = activities.Where(a => sink.IsJournal && sink.Keeps(a.Kind)).ToList();
        var held = (kept.Count == 0 ? [] : await sink.FindAsync(kept, cancellationToken)).ToLookup(h => h.ExternalId);
        return [.. activities.Select(a => !sink.IsJournal || !sink.Keeps(a.Kind)
            ? new CrmReadBack(a.ExternalId, CrmHeld.NotKept)
            : held[a.ExternalId].ToList() switch
        {
            [] => new CrmReadBack(a.ExternalId, CrmHeld.Missing),
            [{ IsSame: true }] => new CrmReadBack(a.ExternalId, CrmHeld.Same),
            [var other] => new CrmReadBack(a.ExternalId, CrmHeld.Different, other.There),
            var several => new CrmReadBack(a.ExternalId, CrmHeld.Repeated, $"{several.Count} records"),
        })];
    }

    /// <summary>Changes some fields of a record and leaves the others; <c>update</c> would blank them on old servers.</summary>
    /// <returns>Whether every value was seen in the record afterwards; a field that the CRM shows nowhere cannot be.</returns>
    /// <exception cref="VtigerFault">It was not changed, although the service may have said so.</exception>
    public async Task<bool> ReviseAsync(string id, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var sent = new Dictionary<string, string>(values) { ["id"] = id };
        var answer = await client.PostAsync("change a record", "revise", cancellationToken, ("element", JsonSerializer.Serialize(sent)));
        VtigerProof.Demand(answer, sent);
        var silent = VtigerProof.Silent(answer, sent).ToList();
        if (silent.Count == 0) return true;
        if (await queries.RowAsync(id, silent, cancellationToken) is not { } row) return false;
        VtigerProof.Demand(row, sent);
        return silent.TrueForAll(n => row.TryGetProperty(n, out _));
    }

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
                ? new CrmWriteResult(key, CrmWriteOutcome.Refused, Gone(contactId))
                : new CrmWriteResult(
                    key, CrmWriteOutcome.Later,
                    $"The CRM's answer was lost or could not be read ({fault.Message}); the portal looks whether it was saved before it "
                        + "writes again.");
        }
        catch (VtigerFault fault) when (fault.IsSession)
        {
            return new CrmWriteResult(key, CrmWriteOutcome.Later, $"The CRM ends every session at once ({fault.Message}).");
        }
        catch (VtigerFault fault) when (fault.MayPass)
        {
            return new CrmWriteResult(key, CrmWriteOutcome.Later, fault.ToCrm("write to the contact").Message);
        }
        catch (VtigerFault fault)
        {
            // A contact that is deleted is refused as if rights were missing.
            return new CrmWriteResult(
                key, CrmWriteOutcome.Refused,
                await IsGoneAsync(contactId, cancellationToken) ? Gone(contactId) : fault.ToCrm("write to the contact").Message);
        }
    }

    private Task<CrmWriteResult> WriteAsync(CrmActivity activity, VtigerHeld? held, CancellationToken cancellationToken) => TryAsync(
        activity.ExternalId,
        activity.ContactId,
        async () =>
        {
            if (activity.Kind is CrmActivityKind.Unsubscribed or CrmActivityKind.Resubscribed)
                await SetOptOutAsync(activity, cancellationToken);
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

        values["assigned_user_id"] = client.UserId;
        var made = default(JsonElement);
        try
        {
            made = await client.PostAsync(
                "write an activity", "create", cancellationToken, ("elementType", module), ("element", JsonSerializer.Serialize(values)));
            VtigerProof.Demand(made, values);
            if (VtigerProof.Silent(made, values).FirstOrDefault() is { } silent) throw VtigerFault.NotKept(silent, "");
        }
        catch (VtigerFault fault) when (fault.IsDuplicate || fault.IsUnknown || fault.MayPass)
        {
            // Saved all the same, or by another instance a moment ago; looking again tells.
            var found = await sink.FindAsync([activity], cancellationToken);
            if (found.Count > 0)
            {
                await KeepAsync(activity, found[0], cancellationToken);
                return;
            }

            if (VtigerReply.Scalar(made, "id") is not { Length: > 0 } half || !await RepairAsync(half, values, cancellationToken)) throw;
        }
    }

    // What was made by half, without its mark, would never be found again, and the next try would make another: it is filled, or else taken
    // away.
    private async Task<bool> RepairAsync(string id, Dictionary<string, string> values, CancellationToken cancellationToken)
    {
        try
        {
            return await ReviseAsync(id, values, cancellationToken);
        }
        catch (VtigerFault)
        {
            await RemoveAsync(id, cancellationToken);
            return false;
        }
    }

    private async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.PostAsync("take away a record that was saved by half", "delete", cancellationToken, ("id", id));
        }
        catch (VtigerFault)
        {
            // Without the right, or still locked: half a record stays in the CRM, which is better than no fact.
        }
    }

    // The flag that decides whether somebody is mailed is the one thing that must be seen to be there.
    private async Task SetOptOutAsync(CrmActivity activity, CancellationToken cancellationToken)
    {
        if (!await ReviseAsync(activity.ContactId, OptOut(activity), cancellationToken)) throw VtigerFault.NotKept("emailoptout", "");
    }

    private static string Gone(string contactId) => $"The contact {contactId} is not in the CRM any more, or this user may not see it.";

    private async Task<bool> IsGoneAsync(string contactId, CancellationToken cancellationToken)
    {
        if (await queries.TypeOfAsync(contactId, cancellationToken) is not { } type) return false;
        var rows = await queries.QueryAsync(
            "look for the contact", $"SELECT id FROM {type} WHERE id = {VtigerQueries.Quote(contactId)} ORDER BY id ASC LIMIT 1;",
            cancellationToken);
        return rows.Count == 0;
    }

    private static Dictionary<string, string> OptOut(CrmActivity activity) =>
        new() { ["emailoptout"] = activity.Kind == CrmActivityKind.Unsubscribed ? "1" : "0" };
}
