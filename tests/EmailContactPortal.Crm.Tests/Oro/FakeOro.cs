using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmailContactPortal.Testing.Serving;
using Microsoft.AspNetCore.Http;

namespace EmailContactPortal.Crm.Tests.Oro;

/// <summary>
/// An Oro over real HTTP, as strict as its source: its media type without parameters on every request, tokens that end, ten records a page
/// unless asked, unknown filters refused, entities that are closed, and records checked before they are kept.
/// </summary>
public sealed class FakeOro : IAsyncDisposable
{
    public const string Client = "portal-client";
    public const string Secret = "portal-secret";

    private const string Json = "application/vnd.api+json";
    private static readonly Dictionary<string, string[]> Filters = new()
    {
        ["campaigns"] = ["id", "code"],
        ["contactgroups"] = ["id"],
        ["contacts"] = ["id", "groups", "primaryEmail"],
        ["marketingactivities"] = ["id", "actionDate", "marketingActivityType", "campaign"],
        ["marketingactivitytypes"] = ["id"],
    };

    private readonly HashSet<string> tokens = [];
    private LoopbackServer server = null!;
    private int calls;
    private int nextId = 500;

    public string Url => server.Url;

    /// <summary>Records by entity, in no order.</summary>
    public Dictionary<string, List<JsonObject>> Records { get; } = Filters.Keys.ToDictionary(k => k, _ => new List<JsonObject>());

    /// <summary>Status that an entity answers instead of its records.</summary>
    public Dictionary<string, int> Instead { get; } = [];

    /// <summary>Answers given before the real ones, whatever was asked.</summary>
    public Queue<(int Status, string Type, string Body, string? RetryAfter)> Before { get; } = new();

    /// <summary>Statuses that creations are answered with although the record was kept.</summary>
    public Queue<int> LostAnswers { get; } = new();

    /// <summary>All tokens end after this many calls, once.</summary>
    public int? TokensEndAt { get; set; }

    /// <summary>How many tokens were given.</summary>
    public int TokensGiven { get; private set; }

    /// <summary>Whether lists tell how many there are.</summary>
    public bool TellsTotals { get; set; } = true;

    public static async Task<FakeOro> StartAsync()
    {
        var fake = new FakeOro();
        fake.server = await LoopbackServer.StartAsync(fake.AnswerAsync);
        foreach (var type in (string[])["send", "open", "click", "soft_bounce", "hard_bounce", "unsubscribe"])
            fake.Add("marketingactivitytypes", type, new());
        return fake;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <summary>Puts a record in.</summary>
    public void Add(string entity, string id, JsonObject attributes, params (string Relation, string Type, string[] Ids)[] relations)
    {
        var relationships = new JsonObject();
        foreach (var (relation, type, ids) in relations) relationships[relation] = new JsonObject
        {
            ["data"] = new JsonArray([.. ids.Select(i => new JsonObject { ["type"] = type, ["id"] = i })]),
        };
        Records[entity].Add(new JsonObject
        {
            ["type"] = entity,
            ["id"] = id,
            ["attributes"] = attributes,
            ["relationships"] = relationships,
        });
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!.Trim('/').Split('/');
        var body = await new StreamReader(request.Body).ReadToEndAsync();
        if (path[0] == "oauth2-token")
        {
            await GiveTokenAsync(context, body);
            return;
        }

        if (Before.TryDequeue(out var instead))
        {
            if (instead.RetryAfter is not null) context.Response.Headers.RetryAfter = instead.RetryAfter;
            await WriteAsync(context, instead.Status, instead.Body, instead.Type);
            return;
        }

        if (++calls >= TokensEndAt)
        {
            TokensEndAt = null;
            tokens.Clear();
        }

        if (!tokens.Contains(request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal)))
            await WriteAsync(context, 401, "", "text/html");
        else if (request.Headers.Accept != Json) await RefuseAsync(context, 406, "not acceptable", "Accept");
        else if (body.Length > 0 && request.ContentType != Json) await RefuseAsync(context, 415, "unsupported media type", "Content-Type");
        else if (path[0] != "api" || path.Length < 2 || !Records.ContainsKey(path[1]))
            await RefuseAsync(context, 404, "no such resource", "");
        else if (Instead.TryGetValue(path[1], out var status))
            await RefuseAsync(context, status, status == 403 ? "No access to this type of entities." : "not here", "");
        else if (request.Method == "GET") await ListAsync(context, path[1]);
        else await ChangeAsync(context, path[1], path.Length > 2 ? path[2] : null, JsonNode.Parse(body)!["data"]!.AsObject());
    }

    private async Task GiveTokenAsync(HttpContext context, string body)
    {
        var asked = JsonNode.Parse(body)!;
        var isGood = context.Request.Method == "POST" && (string?)asked["grant_type"] == "client_credentials"
            && (string?)asked["client_id"] == Client && (string?)asked["client_secret"] == Secret;
        if (!isGood)
        {
            await WriteAsync(
                context, 401,
                """{"error":"invalid_client","error_description":"Client authentication failed","message":"Client authentication failed"}""", "application/json");
            return;
        }

        var token = $"token-{++TokensGiven}-{Guid.NewGuid():N}";
        tokens.Add(token);
        await WriteAsync(
            context, 200, JsonSerializer.Serialize(new { token_type = "Bearer", expires_in = 3600, access_token = token }),
            "application/json");
    }

    private async Task ListAsync(HttpContext context, string entity)
    {
        var (found, size, number) = (Records[entity].AsEnumerable(), 10, 1);
        foreach (var (name, value) in context.Request.Query)
        {
            if (name == "page[size]") size = int.Parse(value!, CultureInfo.InvariantCulture);
            else if (name == "page[number]") number = int.Parse(value!, CultureInfo.InvariantCulture);
            else if (name is "sort") found = value == "-id" ? found.OrderByDescending(Id) : found.OrderBy(Id);
            else if (name.StartsWith("filter[", StringComparison.Ordinal))
            {
                var parts = name["filter[".Length..^1].Split("][");
                if (!Filters[entity].Contains(parts[0]))
                {
                    await RefuseAsync(context, 400, "The filter is not supported.", name);
                    return;
                }

                found = found.Where(r => Passes(r, parts[0], parts.Length > 1 ? parts[1] : "eq", value!)).ToList();
            }
        }

        var all = found.ToList();
        if (TellsTotals && context.Request.Headers["X-Include"] == "totalCount")
            context.Response.Headers["X-Include-Total-Count"] = all.Count.ToString(CultureInfo.InvariantCulture);
        var page = new JsonArray([.. all.Skip((number - 1) * size).Take(size).Select(r => r.DeepClone())]);
        await WriteAsync(context, 200, new JsonObject { ["data"] = page }.ToJsonString(), Json);
    }

    /// <summary>Whether it says success, keeps nothing, and shows that.</summary>
    public bool KeepsOld { get; set; }

    private async Task ChangeAsync(HttpContext context, string entity, string? id, JsonObject data)
    {
        if (context.Request.Method == "POST")
        {
            var contact = (string?)data["relationships"]?["entity"]?["data"]?["id"];
            if (data["attributes"]?["actionDate"] is null || data["relationships"]?["marketingActivityType"] is null
                || Records["contacts"].All(c => (string?)c["id"] != contact))
            {
                await RefuseAsync(context, 400, "This value should not be blank.", "", "/data/relationships/entity/data");
                return;
            }

            if (KeepsOld)
            {
                await WriteAsync(
                    context, 201,
                    new JsonObject
                    {
                        ["data"] = new JsonObject { ["id"] = "1", ["attributes"] = new JsonObject { ["details"] = "" } },
                    }.ToJsonString(), Json);
                return;
            }

            data["id"] = $"{++nextId}";
            Records[entity].Add((JsonObject)data.DeepClone());
            if (LostAnswers.TryDequeue(out var lost)) await WriteAsync(context, lost, "", Json);
            else await WriteAsync(context, 201, new JsonObject { ["data"] = data.DeepClone() }.ToJsonString(), Json);
            return;
        }

        var record = Records[entity].FirstOrDefault(r => (string?)r["id"] == id);
        if (record is null || (string?)data["id"] != id)
        {
            await RefuseAsync(context, 404, "An entity with the requested identifier does not exist.", "");
            return;
        }

        foreach (var (name, value) in data["attributes"]!.AsObject().Where(_ => !KeepsOld)) record["attributes"]![name] =
            value?.DeepClone();
        await WriteAsync(context, 200, new JsonObject { ["data"] = record.DeepClone() }.ToJsonString(), Json);
    }

    private static bool Passes(JsonObject record, string field, string how, string wanted)
    {
        if (field == "id")
            return how == "gt"
                ? Id(record) > long.Parse(wanted, CultureInfo.InvariantCulture)
                : wanted.Split(',').Contains((string?)record["id"]);
        if (record["relationships"]?[field]?["data"] is { } related)
            return related is JsonArray many ? many.Any(m => (string?)m!["id"] == wanted) : (string?)related["id"] == wanted;
        var order = string.CompareOrdinal((string?)record["attributes"]?[field], wanted);
        return how switch { "gte" => order >= 0, "lte" => order <= 0, _ => order == 0 };
    }

    private static long Id(JsonObject record) => long.TryParse((string?)record["id"], out var id) ? id : 0;

    private static Task RefuseAsync(HttpContext context, int status, string detail, string parameter, string? pointer = null) =>
        WriteAsync(
            context, status,
            JsonSerializer.Serialize(new
            {
                errors = new[]
                {
                    new
                    {
                        status = $"{status}",
                        title = "refused",
                        detail,
                        source = pointer is null ? (object)new { parameter } : new { pointer },
                    },
                },
            }), Json);

    private static Task WriteAsync(HttpContext context, int status, string body, string type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    }
}
