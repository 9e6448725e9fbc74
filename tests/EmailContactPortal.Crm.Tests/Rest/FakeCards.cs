using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmailContactPortal.Testing.Serving;
using Microsoft.AspNetCore.Http;

namespace EmailContactPortal.Crm.Tests.Rest;

/// <summary>
/// A CRM of the modern kind: a key as bearer, a token for the next page, values inside <c>properties</c>, members as ids whose contacts are
/// read in a second call, and errors with status 200 that only <c>ok</c> tells.
/// </summary>
public sealed class FakeCards : IAsyncDisposable
{
    public const string Key = "cards-key";

    /// <summary>How a connection describes it.</summary>
    public const string Description = """
        {
          "auth": { "type": "bearer" },
          "campaigns": {
            "path": "/campaigns", "query": { "size": "{limit}", "after": "{cursor}" }, "items": "/results", "paging": { "kind": "cursor", "path": "/paging/next/after", "limit": 2 },
            "id": "/id", "name": "/properties/title", "created": "/createdMs", "members": "/properties/size", "activeWhen": { "path": "/properties/state", "equals": ["RUNNING"] }
          },
          "fields": { "path": "/properties", "items": "/results", "name": "/name", "label": "/label", "customWhen": { "path": "/builtIn", "equals": [false] } },
          "members": {
            "path": "/campaigns/{campaignId}/people", "query": { "size": "{limit}", "after": "{cursor}" }, "items": "/results", "paging": { "kind": "cursor", "path": "/paging/next/after", "limit": 50 },
            "id": "/personId",
            "details": { "method": "POST", "path": "/people/read", "body": { "want": ["mail", { "$each": "fields", "value": "{field}" }], "of": { "$each": "ids", "value": { "id": "{id}" } } }, "items": "/people" },
            "email": "/properties/mail", "firstName": "/properties/given", "lastName": "/properties/family", "field": "/properties/{field}", "optOutWhen": { "path": "/properties/noMail", "equals": [true] }
          },
          "writeBack": {
            "opened": {
              "path": "/people/{contactId}/events", "body": { "key": "{externalId}", "what": "{kind}", "text": "{campaignName}", "atMs": "{at:ms}", "times": "{count}" }, "success": { "path": "/ok", "equals": [true] },
              "find": { "path": "/people/{contactId}/events", "query": { "key": "{externalId}" }, "items": "/events" },
              "update": { "method": "PUT", "path": "/events/{recordId}", "body": { "times": "{count}", "atMs": "{at:ms}" }, "success": { "path": "/ok", "equals": [true] } }
            }
          },
          "optOut": { "method": "PATCH", "path": "/people/{contactId}", "body": { "noMail": true }, "success": { "path": "/ok", "equals": [true] } }
        }
        """;

    private LoopbackServer server = null!;

    public string Url => server.Url;

    /// <summary>Events that were kept.</summary>
    public List<JsonObject> Events { get; } = [];

    /// <summary>Contacts that want no mail.</summary>
    public HashSet<string> OptedOut { get; } = [];

    /// <summary>Bodies of the calls that read contacts.</summary>
    public List<JsonNode> Reads { get; } = [];

    /// <summary>The next events are kept but answered with this status.</summary>
    public Queue<int> LostAnswers { get; } = new();

    /// <summary>Whether it says success, keeps nothing, and shows that.</summary>
    public bool KeepsOld { get; set; }

    /// <summary>Whether the token of the next page never changes.</summary>
    public bool GoesInCircles { get; set; }

    public static async Task<FakeCards> StartAsync()
    {
        var fake = new FakeCards();
        fake.server = await LoopbackServer.StartAsync(fake.AnswerAsync);
        return fake;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await new StreamReader(request.Body).ReadToEndAsync();
        if (request.Headers.Authorization != $"Bearer {Key}")
        {
            await WriteAsync(context, 401, new { message = "This key is not known." });
            return;
        }

        await (Match(request) switch
        {
            ("GET", "campaigns", null, null) => PageAsync(context, [.. Enumerable.Range(1, 7).Select(i => new
            {
                id = $"c{i}",
                createdMs = 1_790_000_000_000 + (i % 3 * 86_400_000L),
                properties = new { title = $"Campaign {i}", state = i == 4 ? "DONE" : "RUNNING", size = 130 },
            })]),
            ("GET", "properties", null, null) =>
                WriteAsync(
                    context, 200,
                    new
                    {
                        results = new object[]
                        {
                            new { name = "city", label = "City", builtIn = true },
                            new { name = "shoe/size", label = "", builtIn = false },
                        },
                    }),
            ("GET", "campaigns", not null, "people") => PageAsync(context, [.. Enumerable.Range(1, 130).Select(i => new { personId = i })]),
            ("POST", "people", "read", null) => ReadAsync(context, JsonNode.Parse(body)!),
            ("GET", "people", _, "events") =>
                WriteAsync(context, 200, new { events = Events.Where(e => (string?)e["key"] == request.Query["key"]) }),
            ("POST", "people", _, "events") => KeepAsync(context, JsonNode.Parse(body)!.AsObject()),
            ("PUT", "events", { } id, null) => ChangeAsync(context, id, JsonNode.Parse(body)!.AsObject()),
            ("PATCH", "people", { } id, null) => OptOutAsync(context, id),
            _ => WriteAsync(context, 404, new { message = "Nothing here." }),
        });
    }

    private static (string Method, string? First, string? Second, string? Third) Match(HttpRequest request)
    {
        var parts = request.Path.Value!.Trim('/').Split('/');
        return (request.Method, parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2));
    }

    private Task PageAsync(HttpContext context, IReadOnlyList<object> all)
    {
        var size = int.Parse(context.Request.Query["size"]!, CultureInfo.InvariantCulture);
        var from = context.Request.Query["after"] is [{ } after] ? int.Parse(after, CultureInfo.InvariantCulture) : 0;
        var next = GoesInCircles ? 0 : from + size;
        return next < all.Count
            ? WriteAsync(context, 200, new { results = all.Skip(from).Take(size), paging = new { next = new { after = $"{next}" } } })
            : WriteAsync(context, 200, new { results = all.Skip(from).Take(size) });
    }

    private Task ReadAsync(HttpContext context, JsonNode asked)
    {
        Reads.Add(asked);
        var people = asked["of"]!.AsArray().Select(o => (string?)o!["id"]).Reverse().Select(id => new
        {
            id,
            properties = new Dictionary<string, object?>
            {
                ["mail"] = $"p{id}@example.test",
                ["given"] = $"G{id}",
                ["family"] = $"F{id}",
                ["city"] = id == "1" ? null : "Oulu",
                ["shoe/size"] = 42,
                ["noMail"] = id == "2",
            },
        });
        return WriteAsync(context, 200, new { people });
    }

    private Task KeepAsync(HttpContext context, JsonObject kept)
    {
        if (((string?)kept["text"])?.Length > 100) return WriteAsync(context, 200, new { ok = false, message = "The text is too long." });
        if (KeepsOld) return WriteAsync(context, 200, new { ok = true, @event = new { key = "" } });
        kept["id"] = $"e{Events.Count + 1}";
        Events.Add(kept);
        return LostAnswers.TryDequeue(out var status)
            ? WriteAsync(context, status, new { message = "Try again later." })
            : WriteAsync(context, 200, new { ok = true });
    }

    private Task ChangeAsync(HttpContext context, string id, JsonObject change)
    {
        var kept = Events.Single(e => (string?)e["id"] == id);
        foreach (var (name, value) in change) kept[name] = value?.DeepClone();
        return WriteAsync(context, 200, new { ok = true });
    }

    private Task OptOutAsync(HttpContext context, string id)
    {
        if (id == "gone") return WriteAsync(context, 404, new { message = "Nobody." });
        if (KeepsOld) return WriteAsync(context, 200, new { ok = true, person = new { noMail = false } });
        OptedOut.Add(id);
        return WriteAsync(context, 200, new { ok = true, person = new { noMail = true } });
    }

    private static Task WriteAsync(HttpContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body, (JsonSerializerOptions?)null);
    }
}
