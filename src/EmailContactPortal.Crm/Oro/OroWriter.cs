using System.Globalization;
using System.Text.Json;
using EmailContactPortal.Crm.Calling;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Oro;

/// <summary>
/// Writes marketing activities. Oro has no key of ours on them, so each carries a mark in its details and stands at the time of the first
/// fact, which does not move: before anything is written, what is there at that time is read and recognised.
/// </summary>
internal sealed class OroWriter(OroClient client, OroReader reader, OroOptions options)
{
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    /// <summary>Writes activities in their order.</summary>
    public async Task<IReadOnlyList<CrmWriteResult>> WriteAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        var there = await FindAsync(activities, cancellationToken);
        var results = new List<CrmWriteResult>(activities.Count);
        string? down = null;
        foreach (var activity in activities)
        {
            if (down is not null)
            {
                results.Add(new CrmWriteResult(activity.ExternalId, CrmWriteOutcome.Later, down));
                continue;
            }

            try
            {
                results.Add(await WriteAsync(activity, there[activity.ExternalId].ToList(), cancellationToken));
            }
            catch (CrmException e) when (e.Fault is CrmFault.Unreachable or CrmFault.Nonsense)
            {
                down = $"{e.Message} The portal looks whether it was saved before it writes again.";
                results.Add(new CrmWriteResult(activity.ExternalId, CrmWriteOutcome.Later, down));
            }
        }

        return results;
    }

    /// <summary>The activities that are there already, by our external id.</summary>
    public async Task<ILookup<string, OroRecord>> FindAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        var found = new List<OroRecord>();
        foreach (var (type, from, to) in Windows(activities))
        {
            found.AddRange(await reader.WalkAsync(
                "marketingactivities",
                [("filter[marketingActivityType]", type), ("filter[actionDate][gte]", Utc(from)), ("filter[actionDate][lte]", Utc(to))],
                cancellationToken));
        }

        return found.Select(r => (Mark: MarkOf(r.Text("details")), Record: r)).Where(f => f.Mark.Length > 0)
            .ToLookup(f => f.Mark, f => f.Record);
    }

    /// <summary>Changes fields of one contact.</summary>
    public async Task<CrmWriteResult> UpdateAsync(CrmFieldUpdate update, CancellationToken cancellationToken)
    {
        var data = new { type = "contacts", id = update.ContactId, attributes = update.Fields };
        try
        {
            var answer = await client.WriteAsync(
                HttpMethod.Patch, $"contacts/{Uri.EscapeDataString(update.ContactId)}", data, cancellationToken);
            return Refusal(update.Key, answer, "contacts", "edit")
                ?? NotKept(update.Key, answer, update.Fields) ?? new CrmWriteResult(update.Key, CrmWriteOutcome.Written);
        }
        catch (CrmException e) when (e.Fault is CrmFault.Unreachable or CrmFault.Nonsense)
        {
            return new CrmWriteResult(update.Key, CrmWriteOutcome.Later, e.Message);
        }
    }

    /// <summary>What Oro holds of one activity.</summary>
    public static CrmReadBack Held(CrmActivity activity, IReadOnlyList<OroRecord> there) => (TypeOf(activity.Kind), there.Count) switch
    {
        (null, _) => new CrmReadBack(activity.ExternalId, CrmHeld.NotKept),
        (_, 0) => new CrmReadBack(activity.ExternalId, CrmHeld.Missing),
        (_, > 1) => new CrmReadBack(activity.ExternalId, CrmHeld.Repeated, $"{there.Count} times"),
        _ when there[0].Text("details") == Details(activity) => new CrmReadBack(activity.ExternalId, CrmHeld.Same),
        _ => new CrmReadBack(activity.ExternalId, CrmHeld.Different, there[0].Text("details")),
    };

    /// <summary>What an activity's details say when it is as we would write it.</summary>
    public static string Details(CrmActivity activity)
    {
        var times = activity.Count > 1
            ? string.Create(CultureInfo.InvariantCulture, $" {activity.Count} times, last {Utc(activity.At)}")
            : "";
        var detail = activity.Detail.Length > 0 ? $": {activity.Detail}" : "";
        return $"{activity.CampaignName}{times}{detail} [ecp:{activity.ExternalId}]";
    }

    /// <summary>Oro's name of the kind; null when it has none.</summary>
    public static string? TypeOf(CrmActivityKind kind) => kind switch
    {
        CrmActivityKind.Sent => "send",
        CrmActivityKind.Opened => "open",
        CrmActivityKind.Clicked => "click",
        CrmActivityKind.SoftBounced => "soft_bounce",
        CrmActivityKind.HardBounced => "hard_bounce",
        CrmActivityKind.Unsubscribed => "unsubscribe",
        _ => null,
    };

    private async Task<CrmWriteResult> WriteAsync(CrmActivity activity, List<OroRecord> there, CancellationToken cancellationToken)
    {
        if (options.OptOutField.Length > 0 && activity.Kind is CrmActivityKind.Unsubscribed or CrmActivityKind.Resubscribed)
        {
            var isOut = activity.Kind == CrmActivityKind.Unsubscribed;
            var data = new
            {
                type = "contacts",
                id = activity.ContactId,
                attributes = new Dictionary<string, object> { [options.OptOutField] = isOut },
            };
            var answer = await client.WriteAsync(
                HttpMethod.Patch, $"contacts/{Uri.EscapeDataString(activity.ContactId)}", data, cancellationToken);
            if ((Refusal(activity.ExternalId, answer, "contacts", "edit")
                ?? NotKept(activity.ExternalId, answer, Sent(options.OptOutField, isOut ? "true" : "false"))) is { } refusal)
                return refusal;
        }

        if (TypeOf(activity.Kind) is not { } type) return Written(activity);
        if (there.Count > 0)
        {
            if (there[0].Text("details") == Details(activity)) return Written(activity);
            var change = new { type = "marketingactivities", id = there[0].Id, attributes = new { details = Details(activity) } };
            var changed = await client.WriteAsync(HttpMethod.Patch, $"marketingactivities/{there[0].Id}", change, cancellationToken);
            return Refusal(activity.ExternalId, changed, "marketingactivities", "edit")
                ?? NotKept(activity.ExternalId, changed, Sent("details", Details(activity))) ?? Written(activity);
        }

        var relationships = new Dictionary<string, object>
        {
            ["marketingActivityType"] = To("marketingactivitytypes", type),
            ["entity"] = To("contacts", activity.ContactId),
        };
        if (options.SourceKind == OroSource.Campaigns && activity.CrmCampaignId is { Length: > 0 } campaign)
            relationships["campaign"] = To("campaigns", campaign);
        var made = new
        {
            type = "marketingactivities",
            attributes = new { actionDate = Utc(First(activity)), details = Details(activity) },
            relationships,
        };
        var kept = await client.WriteAsync(HttpMethod.Post, "marketingactivities", made, cancellationToken);
        return Refusal(activity.ExternalId, kept, "marketingactivities", "create")
            ?? NotKept(activity.ExternalId, kept, Sent("details", Details(activity))) ?? Written(activity);
    }

    // What the answer does not show is not doubted: Oro may hide a field from those who may still write it.
    private static CrmWriteResult? NotKept(string key, CrmAnswer answer, IReadOnlyDictionary<string, string> sent)
    {
        if (answer.Json is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("data", out var data)
            || data.ValueKind != JsonValueKind.Object) return null;
        var shown = new OroRecord(data);
        var other = shown.Attributes.Where(a => sent.ContainsKey(a.Name)).Select(a => a.Name)
            .FirstOrDefault(n => !WrittenValue.IsSame(sent[n], shown.Text(n)));
        return other is null
            ? null
            : new CrmWriteResult(
                key, CrmWriteOutcome.Later,
                $"Oro said that it saved, but its answer still shows “{shown.Text(other)}” in {other}; the portal writes again.");
    }

    private static Dictionary<string, string> Sent(string name, string value) => new() { [name] = value };

    private static CrmWriteResult? Refusal(string key, CrmAnswer answer, string entity, string doing)
    {
        if (answer.IsSuccess) return null;
        // Rights and a switched-off feature concern every activity: the connection waits for a person instead of refusing each one for
        // good.
        if (answer.Status is 408 or 409 or 423 or 425)
            return new CrmWriteResult(key, CrmWriteOutcome.Later, OroTrouble.Of(answer, entity, doing).Message);
        if (answer.Status is 403 or 405 or >= 500 || (answer.Status == 404 && doing == "create"))
            throw OroTrouble.Of(answer, entity, doing);
        return new CrmWriteResult(
            key, CrmWriteOutcome.Refused,
            answer.Status is 404 or 410
                ? $"The {(entity == "contacts" ? "contact" : "record")} is not in Oro any more."
                : OroTrouble.Of(answer, entity, doing).Message);
    }

    private static IEnumerable<(string Type, DateTime From, DateTime To)> Windows(IReadOnlyList<CrmActivity> activities)
    {
        foreach (var kind in activities.Where(a => TypeOf(a.Kind) is not null).GroupBy(a => TypeOf(a.Kind)!))
        {
            var times = kind.Select(First).Order().ToList();
            var (from, to) = (times[0], times[0]);
            foreach (var at in times)
            {
                if (at - to > Together)
                {
                    yield return (kind.Key, from, to);
                    from = at;
                }

                to = at;
            }

            yield return (kind.Key, from, to);
        }
    }

    private static object To(string type, string id) => new { data = new { type, id } };

    private static CrmWriteResult Written(CrmActivity activity) => new(activity.ExternalId, CrmWriteOutcome.Written);

    // Oro keeps whole seconds.
    private static DateTime First(CrmActivity activity)
    {
        var at = activity.FirstAt ?? activity.At;
        return new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
    }

    private static string MarkOf(string details)
    {
        var start = details.LastIndexOf("[ecp:", StringComparison.Ordinal);
        return start >= 0 && details.EndsWith(']') ? details[(start + 5)..^1] : "";
    }

    private static string Utc(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
