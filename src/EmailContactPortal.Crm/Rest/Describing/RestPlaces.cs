using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Rest.Describing;

/// <summary>The calls of a description, each with its place and the placeholders it may use.</summary>
internal static class RestPlaces
{
    private static readonly string[] Paging = ["limit", "page", "offset", "cursor", "now"];
    private static readonly string[] Writing = ["externalId", "contactId", "kind", "at", "firstAt", "count", "campaignName", "campaignId",
        "detail", "email", "now"];

    /// <summary>Writing calls by kind, under their names.</summary>
    public static IEnumerable<(CrmActivityKind Kind, string Name, RestWrite? Write)> Writes(RestWriteBack? back) =>
    [
        (CrmActivityKind.Sent, "sent", back?.Sent), (CrmActivityKind.Opened, "opened", back?.Opened),
        (CrmActivityKind.Clicked, "clicked", back?.Clicked),
        (CrmActivityKind.Unsubscribed, "unsubscribed", back?.Unsubscribed),
        (CrmActivityKind.Resubscribed, "resubscribed", back?.Resubscribed),
        (CrmActivityKind.HardBounced, "hardBounced", back?.HardBounced), (CrmActivityKind.SoftBounced, "softBounced", back?.SoftBounced),
    ];

    /// <summary>Every call that is described.</summary>
    public static IEnumerable<(string Place, RestCall Call, IReadOnlyList<string> Placeholders)> Calls(RestDescription d)
    {
        if (d.Campaigns is not null) yield return ("campaigns", d.Campaigns, Paging);
        if (d.Fields is { Fixed: null } fields) yield return ("fields", fields, Paging);
        if (d.Count is not null) yield return ("count", d.Count, ["campaignId"]);
        if (d.Members is not null) yield return ("members", d.Members, [.. Paging, "campaignId", "fields"]);
        if (d.Members?.Details is { } details) yield return ("members.details", details, ["campaignId", "fields", "ids"]);
        if (d.Changes is not null) yield return ("changes", d.Changes, [.. Paging, "campaignId", "fields", "since"]);
        foreach (var (_, name, write) in Writes(d.WriteBack))
        {
            if (write is null) continue;
            yield return ($"writeBack.{name}", write, Writing);
            if (write.Find is not null) yield return ($"writeBack.{name}.find", write.Find, Writing);
            if (write.Update is not null) yield return ($"writeBack.{name}.update", write.Update, [.. Writing, "recordId"]);
        }

        if (d.OptOut is not null) yield return ("optOut", d.OptOut, Writing);
        if (d.OptIn is not null) yield return ("optIn", d.OptIn, Writing);
    }

    /// <summary>Every path that is described; <paramref name="d"/>'s texts that point into an answer.</summary>
    public static IEnumerable<(string Place, string? Path)> Paths(RestDescription d)
    {
        yield return ("error", d.Error);
        foreach (var (place, call, _) in Calls(d))
        {
            yield return ($"{place}.success.path", call.Success?.Path);
            if (call is RestList list) yield return ($"{place}.items", list.Items);
            if (call is RestList { Paging.Kind: "cursor" or "next" } paged) yield return ($"{place}.paging.path", paged.Paging.Path);
            if (call is RestFind find)
            {
                yield return ($"{place}.items", find.Items);
                yield return ($"{place}.id", find.Id);
            }
        }

        var (c, f, m) = (d.Campaigns, d.Fields, d.Members);
        (string Place, string? Path)[] own =
        [
            ("campaigns.id", c?.Id), ("campaigns.name", c?.Name), ("campaigns.created", c?.Created), ("campaigns.members", c?.Members),
            ("campaigns.activeWhen.path", c?.ActiveWhen?.Path),
            ("campaigns.starts", c?.Starts), ("campaigns.ends", c?.Ends), ("fields.name", f?.Name), ("fields.label", f?.Label),
            ("fields.customWhen.path", f?.CustomWhen?.Path),
            ("count.value", d.Count?.Value), ("members.id", m?.Id), ("members.email", m?.Email), ("members.firstName", m?.FirstName),
            ("members.lastName", m?.LastName),
            ("members.field", m?.Field), ("members.optOutWhen.path", m?.OptOutWhen?.Path), ("members.details.items", m?.Details?.Items),
            ("members.details.id", m?.Details?.Id),
        ];
        foreach (var path in own) yield return path;
    }
}
