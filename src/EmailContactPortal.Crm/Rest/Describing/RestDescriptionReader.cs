using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace EmailContactPortal.Crm.Rest.Describing;

/// <summary>Reads a description and says of everything that cannot work where it stands.</summary>
internal static partial class RestDescriptionReader
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };
    private static readonly string[] AuthTypes = ["none", "header", "bearer", "basic", "oauth2"];
    private static readonly string[] PagingKinds = ["none", "page", "offset", "cursor", "next", "link"];
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>The description, or what is wrong with it.</summary>
    public static (RestDescription? Description, IReadOnlyList<string> Problems) Read(JsonElement json)
    {
        RestDescription description;
        try
        {
            description = json.Deserialize<RestDescription>(Json) ?? new RestDescription();
        }
        catch (JsonException e)
        {
            return (null, [Unreadable(e)]);
        }

        var problems = Problems(description).ToList();
        return (problems.Count == 0 ? description : null, problems);
    }

    /// <summary>The description of a connection.</summary>
    /// <exception cref="CrmException">It is missing or cannot work.</exception>
    public static RestDescription Read(string options)
    {
        using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(options) ? "{}" : options);
        if (!document.RootElement.TryGetProperty("description", out var json) || json.ValueKind != JsonValueKind.Object)
        {
            throw new CrmException(
                CrmFault.Settings, "The connection has no description of the CRM's API. Start from one of the examples.");
        }

        var (description, problems) = Read(json);
        return description
            ?? throw new CrmException(CrmFault.Settings, $"The description of the CRM's API cannot be used. {string.Join(" ", problems)}");
    }

    private static IEnumerable<string> Problems(RestDescription d)
    {
        if (!AuthTypes.Contains(d.Auth.Type)) yield return $"auth.type is “{d.Auth.Type}”; it may be {string.Join(", ", AuthTypes)}.";
        if (d.Auth is { Type: "header", Header.Length: 0 })
            yield return "auth.header is missing: the name of the header that takes the key.";
        if (d.Auth is { Type: "oauth2", TokenUrl.Length: 0 }) yield return "auth.tokenUrl is missing: where tokens are given.";
        if (d.Auth.Type == "oauth2" && d.Auth.Client is not ("form" or "basic" or "json"))
            yield return $"auth.client is “{d.Auth.Client}”; it may be form, basic or json.";
        if (d.Campaigns is null) yield return "campaigns is missing: the request that lists campaigns.";
        if (d.Members is null) yield return "members is missing: the request that lists a campaign's members.";
        if (d.Limits.PerSecond is < 0 or > 1000) yield return "limits.perSecond is a number from 0 to 1000.";
        if (d.Limits.Batch is < 1 or > 200) yield return "limits.batch is a number from 1 to 200.";
        foreach (var (place, call, placeholders) in RestPlaces.Calls(d))
        {
            foreach (var problem in Of(place, call, placeholders)) yield return problem;
        }

        foreach (var (place, path) in RestPlaces.Paths(d))
        {
            if (!string.IsNullOrEmpty(path) && path[0] != '/')
                yield return $"{place} is “{path}”; a path begins with a slash, as /properties/email.";
        }

        foreach (var (place, path) in Needed(d))
        {
            if (path?.Length == 0) yield return $"{place} is missing: the path to it, as /id.";
        }

        if (d.Changes is not null && !Texts(d.Changes).Any(t => t.Contains("{since", StringComparison.Ordinal)))
            yield return "changes never uses {since}, so it would ask for everybody each time.";
        if (d.Members?.Field.Contains("{field}", StringComparison.Ordinal) == false)
            yield return "members.field does not contain {field}, the name of the field that is read.";
    }

    private static IEnumerable<(string Place, string? Path)> Needed(RestDescription d) =>
    [
        ("campaigns.id", d.Campaigns?.Id), ("campaigns.name", d.Campaigns?.Name),
        ("campaigns.activeWhen.path", d.Campaigns?.ActiveWhen?.Path),
        ("fields.name", d.Fields is { Fixed: null } fields ? fields.Name : null), ("count.value", d.Count?.Value),
        ("members.id", d.Members?.Id), ("members.email", d.Members?.Email),
        ("members.optOutWhen.path", d.Members?.OptOutWhen?.Path),
    ];

    private static IEnumerable<string> Of(string place, RestCall call, IReadOnlyList<string> placeholders)
    {
        if (call.Method is { } method && !Methods.Contains(method.ToUpperInvariant()))
            yield return $"{place}.method is “{method}”; it may be {string.Join(", ", Methods)}.";
        if (call.Path.Length == 0) yield return $"{place}.path is missing.";
        else if (call.Path[0] != '/')
            yield return $"{place}.path is “{call.Path}”; it begins with a slash and goes on from the connection's address.";
        if (call.Body is not null && call.Form is not null) yield return $"{place} has a body and a form; it can have one of them.";
        foreach (var name in Texts(call).SelectMany(t => Placeholder().Matches(t)).Select(m => m.Groups[1].Value)
            .Where(n => !placeholders.Contains(n)).Distinct())
        {
            yield return $"{place} has the placeholder {{{name}}}, which has no value there. It may "
                + $"use {string.Join(", ", placeholders.Select(p => $"{{{p}}}"))}.";
        }

        if (call is not RestList { Paging: { } paging } list) yield break;
        if (!PagingKinds.Contains(paging.Kind))
            yield return $"{place}.paging.kind is “{paging.Kind}”; it may be {string.Join(", ", PagingKinds)}.";
        if (paging.Kind is "cursor" or "next" && paging.Path.Length == 0)
            yield return $"{place}.paging.path is missing: where "
                + $"the {(paging.Kind == "cursor" ? "token of the next page" : "link to the next page")} stands in the answer.";
        if (paging.Limit is < 1 or > 10000) yield return $"{place}.paging.limit is a number from 1 to 10000.";
        if (paging.Kind is "page" or "offset" or "cursor"
            && !Texts(list).Any(t => t.Contains($"{{{paging.Kind}", StringComparison.Ordinal)))
        {
            yield return $"{place} never uses {{{paging.Kind}}}, so every page would be the first.";
        }
    }

    private static IEnumerable<string> Texts(RestCall call) =>
        [call.Path, .. call.Query.Values, .. call.Form?.Values ?? Enumerable.Empty<string>(), .. call.Body is { } body ? Texts(body) : []];

    private static IEnumerable<string> Texts(JsonElement json) => json.ValueKind switch
    {
        // What is inside has a name of its own.
        JsonValueKind.Object when json.TryGetProperty(RestTemplate.Each, out _) => [],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p => Texts(p.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [json.GetString()!],
        _ => [],
    };

    private static string Unreadable(JsonException e)
    {
        var place = e.Path is { Length: > 2 } path ? path[2..] : "the description";
        return e.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? $"{place} is not known. Check the spelling; the guide lists what a description may say."
            : $"{place} is not of the right kind: a text, a number, a list or an object is expected there.";
    }

    [GeneratedRegex(@"\{([A-Za-z]+)(?::[^{}]*)?\}")]
    internal static partial Regex Placeholder();
}
