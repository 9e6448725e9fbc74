using EmailContactPortal.Crm.Rest.Describing;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Rest;

/// <summary>Makes the writing calls of a description; what is there already is found first where the description says how.</summary>
internal sealed class RestWriter(RestClient client, RestDescription description, TimeProvider time)
{
    private readonly Dictionary<CrmActivityKind, (string Name, RestWrite Write)> writes =
        RestPlaces.Writes(description.WriteBack).Where(w => w.Write is not null).ToDictionary(w => w.Kind, w => (w.Name, w.Write!));

    /// <summary>Writes one activity.</summary>
    /// <exception cref="CrmException">Nothing can be written now: sign-in or rights.</exception>
    public async Task<CrmWriteResult> WriteAsync(CrmActivity activity, CancellationToken cancellationToken)
    {
        var values = Values(activity);
        try
        {
            var mark = activity.Kind switch
            {
                CrmActivityKind.Unsubscribed => description.OptOut,
                CrmActivityKind.Resubscribed => description.OptIn,
                _ => null,
            };
            if (mark is not null
                && await CallAsync(
                    activity, activity.Kind == CrmActivityKind.Unsubscribed ? "optOut" : "optIn", mark, values,
                    cancellationToken) is { } refused) return refused;
            return (writes.TryGetValue(activity.Kind, out var write)
                ? await KeepAsync(activity, write.Name, write.Write, values, cancellationToken)
                : null)
                ?? new CrmWriteResult(activity.ExternalId, CrmWriteOutcome.Written);
        }
        catch (CrmException e) when (e.Fault is CrmFault.Unreachable or CrmFault.Nonsense)
        {
            return new CrmWriteResult(activity.ExternalId, CrmWriteOutcome.Later, e.Message);
        }
    }

    /// <summary>Whether what was written can be found again.</summary>
    public bool CanFind => writes.Count > 0 && writes.Values.All(w => w.Write.Find is not null);

    /// <summary>Whether the CRM holds one activity; that is all that a described search can tell.</summary>
    public async Task<CrmReadBack> HeldAsync(CrmActivity activity, CancellationToken cancellationToken)
    {
        if (!writes.TryGetValue(activity.Kind, out var write) || write.Write.Find is not { } find)
            return new CrmReadBack(activity.ExternalId, CrmHeld.NotKept);
        var there = await FindAsync($"writeBack.{write.Name}.find", find, Values(activity), cancellationToken);
        return new CrmReadBack(
            activity.ExternalId, there.Count switch { 0 => CrmHeld.Missing, 1 => CrmHeld.Same, _ => CrmHeld.Repeated },
            there.Count > 1 ? $"{there.Count} times" : "");
    }

    private async Task<IReadOnlyList<string>> FindAsync(
        string place, RestFind find, RestTemplate values, CancellationToken cancellationToken)
    {
        var (json, answer) = await client.ReadAsync(place, find, values, null, cancellationToken);
        return [.. RestPages.Items(json, find.Items, place, answer).Select(i => JsonPointer.Text(i, find.Id)).Where(i => i.Length > 0)];
    }

    private async Task<CrmWriteResult?> KeepAsync(
        CrmActivity activity, string name, RestWrite write, RestTemplate values, CancellationToken cancellationToken)
    {
        var place = $"writeBack.{name}";
        if (write.Find is not { } find || await FindAsync($"{place}.find", find, values, cancellationToken) is not { Count: > 0 } there)
            return await CallAsync(activity, place, write, values, cancellationToken);
        return write.Update is { } update
            ? await CallAsync(activity, $"{place}.update", update, Values(activity, there[0]), cancellationToken)
            : null;
    }

    private async Task<CrmWriteResult?> CallAsync(
        CrmActivity activity, string place, RestCall call, RestTemplate values, CancellationToken cancellationToken)
    {
        var answer = await client.WriteAsync(call, values, cancellationToken);
        if (RestClient.IsGood(call, answer))
        {
            return RestProof.Difference(call, values, place is "optOut" or "optIn", answer) is { } other
                ? new CrmWriteResult(
                    activity.ExternalId, CrmWriteOutcome.Later,
                    $"The CRM accepted “{place}”, but its answer still shows “{other.Shown}” in {other.Name}; the portal writes again.")
                : null;
        }

        var trouble = RestTrouble.Of(answer, place, description.Error, isOfCampaign: false);
        // Without the right nothing can be written at all; a single record that is refused does not stop the others.
        if (answer.Status == 403) throw trouble;
        if (answer.Status >= 500 || answer.Status is 408 or 409 or 423 or 425)
            return new CrmWriteResult(activity.ExternalId, CrmWriteOutcome.Later, trouble.Message);
        if (answer.Status is 404 or 410 && call.Path.Contains("{contactId}", StringComparison.Ordinal))
        {
            return new CrmWriteResult(
                activity.ExternalId, CrmWriteOutcome.Refused,
                $"The contact {activity.ContactId} is not in the CRM any "
                    + $"more (“{place}”, HTTP {answer.Status}: “{RestTrouble.Words(answer, description.Error)}”).");
        }

        return new CrmWriteResult(
            activity.ExternalId, CrmWriteOutcome.Refused,
            $"The CRM refused “{place}” (HTTP {answer.Status}: “{RestTrouble.Words(answer, description.Error)}”).");
    }

    private RestTemplate Values(CrmActivity activity, string? recordId = null) => new(new Dictionary<string, object?>
    {
        ["externalId"] = activity.ExternalId,
        ["contactId"] = activity.ContactId,
        ["kind"] = RestPlaces.Writes(description.WriteBack).First(w => w.Kind == activity.Kind).Name,
        ["at"] = activity.At,
        ["firstAt"] = activity.FirstAt ?? activity.At,
        ["count"] = activity.Count,
        ["campaignName"] = activity.CampaignName,
        ["campaignId"] = activity.CrmCampaignId ?? "",
        ["detail"] = activity.Detail,
        ["email"] = activity.Email,
        ["recordId"] = recordId,
        ["now"] = time.GetUtcNow().UtcDateTime,
    });
}
