using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Crm.Tests.Vtiger;

/// <summary>
/// A vtiger over real HTTP that answers with what a live one answered, and is as strict: reading by GET only, writing by POST only, an upper-case WHERE, no semicolon in
/// related queries and one in plain queries, one challenge per user, at most 100 rows.
/// </summary>
public sealed partial class FakeVtiger : IAsyncDisposable
{
    public const string User = "portal";
    public const string Key = "FixturePortalKey";

    private static readonly string[] Reading = ["getchallenge", "listtypes", "describe", "relatedtypes", "query", "query_related"];
    private readonly WebApplication app;
    private readonly List<JsonElement> members = [.. Enumerable.Range(1, 16).SelectMany(i => Recording.Of($"14-walk-page-{i:00}").Result.EnumerateArray())];
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> records = new();
    private string token = "";
    private string session = "";
    private int calls;
    private int nextId = 3000;

    private FakeVtiger(WebApplication app) => this.app = app;

    public string Url { get; private set; } = "";

    /// <summary>The session is gone after this many calls, once.</summary>
    public int? LosesSessionAt { get; set; }

    /// <summary>What an operation answers instead of doing its work.</summary>
    public Dictionary<string, Recording> Instead { get; } = [];

    /// <summary>The next creations are saved but answered with this.</summary>
    public Queue<Recording> LostAnswers { get; } = new();

    /// <summary>Records that were created, by id.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, string>> Records => records;

    /// <summary>How often somebody signed in.</summary>
    public int Logins { get; private set; }

    public static async Task<FakeVtiger> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var fake = new FakeVtiger(builder.Build());
        fake.app.Map("/webservice.php", fake.AnswerAsync);
        await fake.app.StartAsync();
        fake.Url = fake.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return fake;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var isGet = context.Request.Method == "GET";
        var form = isGet ? null : await context.Request.ReadFormAsync();
        string Argument(string name) => (isGet ? context.Request.Query[name] : form![name]).ToString();
        var operation = Argument("operation");
        if (isGet != Reading.Contains(operation)) await WriteAsync(context, Error("OPERATION_NOT_SUPPORTED", $"wrong method for {operation}"));
        else if (Instead.TryGetValue(operation, out var recording)) await WriteAsync(context, recording);
        else await WriteAsync(context, Answer(operation, Argument));
    }

    private Recording Answer(string operation, Func<string, string> argument)
    {
        if (operation == "getchallenge") return Ok(new { token = token = $"token{++calls}", serverTime = 1, expireTime = 300 });
        if (operation == "login") return LogIn(argument("accessKey"));
        if (LosesSessionAt is { } lost && ++calls >= lost)
        {
            LosesSessionAt = null;
            session = "gone";
        }

        if (argument("sessionName") != session) return Recording.Of("22-err-bogus-session");
        return operation switch
        {
            "listtypes" => Recording.Of("02-listtypes"),
            "describe" => Recording.Of($"03-describe-{argument("elementType")}"),
            "relatedtypes" => Recording.Of("06-relatedtypes-Campaigns"),
            "query" => Query(argument("query")),
            "query_related" => Related(argument("query"), argument("relatedLabel")),
            "create" => Create(argument("elementType"), argument("element")),
            "revise" => Revise(argument("element")),
            _ => Recording.Of("24-err-unknown-operation"),
        };
    }

    private Recording LogIn(string accessKey)
    {
#pragma warning disable CA5351
        var expected = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(token + Key)));
#pragma warning restore CA5351
        if (accessKey != expected) return Recording.Of("21-err-login-wrong-access-key");
        Logins++;
        return Ok(new { sessionName = session = $"session{Logins}", userId = "19x5", version = "0.22", vtigerVersion = "8.0.0" });
    }

    private Recording Query(string query)
    {
        if (!query.EndsWith(';')) return Recording.Of("12-query-missing-semicolon");
        if (query.Contains("FROM Campaigns", StringComparison.Ordinal)) return Ok(query.Contains("id > '1x0'", StringComparison.Ordinal) ? Recording.Of("10-query-active-campaigns").Result : JsonDocument.Parse("[]").RootElement);
        var wanted = Literal().Matches(query).Select(m => m.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal)).ToList();
        var found = records.Where(r => wanted.TrueForAll(w => r.Value.Values.Any(v => v.Contains(w.Trim('%'), StringComparison.Ordinal)))).Take(100);
        return Ok(found.Select(r => new { id = r.Key }));
    }

    private Recording Related(string query, string label)
    {
        if (label != "Contacts") return Recording.Of("13-query_related-bad-label");
        if (query.Contains(';', StringComparison.Ordinal)) return Recording.Of("13-query_related-semicolon");
        if (query.Contains("count(*)", StringComparison.Ordinal)) return Ok(new[] { new { count = $"{members.Count}" } });
        if (!query.Contains(" WHERE ", StringComparison.Ordinal) || query.Contains(" OR ", StringComparison.Ordinal)) return Recording.Of("13-query_related-lowercase-where");
        var last = long.Parse(After().Match(query).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        return Ok(members.Where(m => Number(m) > last).OrderBy(Number).Take(100));
    }

    private Recording Create(string module, string element)
    {
        var values = JsonSerializer.Deserialize<Dictionary<string, string>>(element)!;
        if (values.TryGetValue("externalid", out var external) && records.Values.Any(r => r.GetValueOrDefault("externalid") == external)) return Recording.Of("50-err-create-duplicate-unique-field");
        values["module"] = module;
        records[$"30x{Interlocked.Increment(ref nextId)}"] = values;
        return LostAnswers.TryDequeue(out var lost) ? lost : Ok(values);
    }

    private Recording Revise(string element)
    {
        var values = JsonSerializer.Deserialize<Dictionary<string, string>>(element)!;
        var record = records.GetOrAdd(values["id"], _ => []);
        foreach (var (name, value) in values) record[name] = value;
        return Ok(record);
    }

    private static long Number(JsonElement member) => long.Parse(member.GetProperty("id").GetString()!.Split('x')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static Recording Ok(object result) => new("ok", "", new Dictionary<string, string>(), 200, JsonSerializer.Serialize(new { success = true, result }));

    private static Recording Error(string code, string message) => new("error", "", new Dictionary<string, string>(), 200, JsonSerializer.Serialize(new { success = false, error = new { code, message } }));

    private static Task WriteAsync(HttpContext context, Recording answer)
    {
        context.Response.StatusCode = answer.Status;
        return context.Response.WriteAsync(answer.Body);
    }

    [GeneratedRegex("'((?:[^']|'')*)'")]
    private static partial Regex Literal();

    [GeneratedRegex(@"id > '\d+x(\d+)'")]
    private static partial Regex After();
}
