using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EmailContactPortal.Testing.Serving;
using Microsoft.AspNetCore.Http;

namespace EmailContactPortal.Testing.Vtiger;

/// <summary>What a fake vtiger does instead of answering well.</summary>
public enum Mischief
{
    None,

    /// <summary>Does nothing and answers 500 without a body.</summary>
    Refuse,

    /// <summary>Does its work and answers 500 without a body.</summary>
    LoseAnswer,

    /// <summary>Does its work and answers 200 with plain text.</summary>
    Babble,

    /// <summary>Does its work and cuts the connection.</summary>
    CutOff,

    /// <summary>Does its work and never answers.</summary>
    Stall,

    /// <summary>Forgets the session first.</summary>
    ForgetSession,

    /// <summary>Asks to slow down.</summary>
    RateLimit,

    /// <summary>
    /// Says success although its database kept the old value, or only half of a new record, as the live one does when a lock is held for
    /// long.
    /// </summary>
    KeepOld,

    /// <summary>Does nothing and says that its database failed.</summary>
    DatabaseError,
}

/// <summary>
/// A vtiger over real HTTP that answers with what a live one answered, and is as strict: reading by GET only, writing by POST only, an
/// upper-case WHERE, no semicolon in related queries and one in plain queries, one challenge per user, at most 100 rows.
/// </summary>
public sealed class FakeVtiger : IAsyncDisposable
{
    public const string User = "portal";
    public const string Key = "FixturePortalKey";
    public const string UserId = "19x5";

    private static readonly string[] Reading = ["getchallenge", "listtypes", "describe", "relatedtypes", "query", "query_related"];
    private readonly HashSet<string> sessions = [];
    private readonly HashSet<string> externals = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();
    private string token = "";
    private int calls;
    private LoopbackServer? server;

    private FakeVtiger()
    {
        foreach (var campaign in Recording.Of("10-query-active-campaigns").Result.EnumerateArray())
            Tables.Add("Campaigns", Values(campaign));
        var members = Enumerable.Range(1, 16).SelectMany(i => Recording.Of($"14-walk-page-{i:00}").Result.EnumerateArray())
            .Select(m => Tables.Add("Contacts", Values(m))["id"]);
        Tables.Members["1x2"] = [.. members];
        Tables.Add("Leads", Values(Recording.Of("46-create-lead").Result));
        Tables.Members["1x3"] = ["10x2018"];
        foreach (var module in (string[])["Contacts", "Leads", "ModComments", "Emails"])
            Describe(module, Recording.Of($"03-describe-{module}"));
    }

    public string Url => server!.Url;

    /// <summary>Its records.</summary>
    public FakeVtigerTables Tables { get; } = new();

    /// <summary>The session is gone after this many calls, once.</summary>
    public int? LosesSessionAt { get; set; }

    /// <summary>What an operation answers instead of doing its work.</summary>
    public Dictionary<string, Recording> Instead { get; } = [];

    /// <summary>The next creations are saved but answered with this.</summary>
    public Queue<Recording> LostAnswers { get; } = new();

    /// <summary>Asked before every call but those of a login; the test decides.</summary>
    public Func<string, Mischief> Mood { get; set; } = _ => Mischief.None;

    /// <summary>Modules seen besides the stock ones.</summary>
    public List<string> CustomModules { get; } = [];

    /// <summary>So often another process asks for a challenge between challenge and login.</summary>
    public int Rivals { get; set; }

    /// <summary>What the login says of the user; nothing when null, as before 8.0.</summary>
    public bool? IsAdmin { get; set; } = false;

    /// <summary>How often somebody signed in.</summary>
    public int Logins { get; private set; }

    /// <summary>Queries so far.</summary>
    public List<string> Queries { get; } = [];

    /// <summary>Calls so far, by operation.</summary>
    public Dictionary<string, int> Calls { get; } = [];

    public static async Task<FakeVtiger> StartAsync()
    {
        var fake = new FakeVtiger();
        fake.server = await LoopbackServer.StartAsync(fake.AnswerAsync);
        return fake;
    }

    public ValueTask DisposeAsync() => server!.DisposeAsync();

    /// <summary>Makes a module's description known: only its columns can be asked for.</summary>
    public void Describe(string module, Recording description) =>
        Tables.Columns[module] = [.. description.Result.GetProperty("fields").EnumerateArray()
            .Select(f => f.GetProperty("name").GetString()!)];

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path != "/webservice.php")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var isGet = context.Request.Method == "GET";
        var form = isGet ? null : await context.Request.ReadFormAsync();
        string Argument(string name) => (isGet ? context.Request.Query[name] : form![name]).ToString();
        var operation = Argument("operation");
        var mischief = operation is "getchallenge" or "login" ? Mischief.None : Mood(operation);
        Recording answer;
        lock (gate)
        {
            Calls[operation] = Calls.GetValueOrDefault(operation) + 1;
            if (operation == "query") Queries.Add(Argument("query"));
            if (mischief == Mischief.ForgetSession) sessions.Clear();
            answer = mischief switch
            {
                Mischief.Refuse => new("", "", new Dictionary<string, string>(), 500, ""),
                Mischief.DatabaseError => Error("DATABASE_QUERY_ERROR", "Database error while performing requested operation"),
                Mischief.KeepOld when operation == "revise" => Kept(argument: Argument("element")),
                Mischief.KeepOld when operation == "create" => Half(Argument("elementType"), Argument("element")),
                Mischief.RateLimit => new("", "", new Dictionary<string, string>(), 429, "slow down"),
                _ when isGet != Reading.Contains(operation) => Error("OPERATION_NOT_SUPPORTED", $"wrong method for {operation}"),
                _ when Instead.TryGetValue(operation, out var recording) => recording,
                _ => Answer(operation, Argument),
            };
        }

        if (mischief == Mischief.CutOff) context.Abort();
        else if (mischief == Mischief.Stall)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (mischief == Mischief.LoseAnswer) context.Response.StatusCode = 500;
        else if (mischief == Mischief.Babble) await context.Response.WriteAsync("Sorry! Attempt to access restricted file.");
        else
        {
            context.Response.StatusCode = answer.Status;
            await context.Response.WriteAsync(answer.Body);
        }
    }

    private Recording Answer(string operation, Func<string, string> argument)
    {
        if (operation == "getchallenge") return Ok(new { token = token = $"token{++calls}", serverTime = 1, expireTime = 300 });
        if (operation == "login") return LogIn(argument("accessKey"));
        if (LosesSessionAt is { } lost && ++calls >= lost)
        {
            LosesSessionAt = null;
            sessions.Clear();
        }

        if (!sessions.Contains(argument("sessionName"))) return Recording.Of("22-err-bogus-session");
        return operation switch
        {
            "listtypes" => ListTypes(),
            "describe" => argument("elementType") is var type && type == "EcpEvents"
                ? Recording.Of("50-describe-custom-module")
                : Recording.Of($"03-describe-{type}"),
            "relatedtypes" => Recording.Of("06-relatedtypes-Campaigns"),
            "query" => argument("query") is var query && query.EndsWith(';')
                ? Rows(Tables.Select(query[..^1], null))
                : Recording.Of("12-query-missing-semicolon"),
            "query_related" => Related(argument("query"), argument("relatedLabel"), argument("id")),
            "create" => Create(argument("elementType"), argument("element")),
            "revise" => Tables.Change(JsonSerializer.Deserialize<Dictionary<string, string>>(argument("element"))!, UserId)
                ? Kept(argument("element"))
                : Recording.Of("24-err-retrieve-missing"),
            "delete" => Delete(argument("id")),
            _ => Recording.Of("24-err-unknown-operation"),
        };
    }

    private Recording LogIn(string accessKey)
    {
#pragma warning disable CA5351
        var expected = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(token + Key)));
#pragma warning restore CA5351
        if (Rivals > 0)
        {
            Rivals--;
            return Recording.Of("21-err-login-superseded-token");
        }

        if (accessKey != expected) return Recording.Of("21-err-login-wrong-access-key");
        var session = $"session{++Logins}";
        sessions.Add(session);
        return IsAdmin is { } admin
            ? Ok(new { sessionName = session, userId = UserId, version = "0.22", vtigerVersion = "8.0.0", is_admin = admin ? "on" : "off" })
            : Ok(new { sessionName = session, userId = UserId, version = "0.22", vtigerVersion = "8.0.0" });
    }

    private Recording ListTypes() =>
        Ok(new
        {
            types = Recording.Of("02-listtypes").Result.GetProperty("types").EnumerateArray().Select(t => t.GetString())
                .Concat(CustomModules),
        });

    private Recording Related(string query, string label, string campaign)
    {
        if (label is not ("Contacts" or "Leads" or "Accounts")) return Recording.Of("13-query_related-bad-label");
        if (query.Contains(';', StringComparison.Ordinal)) return Recording.Of("13-query_related-semicolon");
        if (Tables.Find(campaign) is null) return Recording.Of("24-query_related-deleted-campaign");
        var isCount = query.Contains("count(*)", StringComparison.Ordinal);
        if (!isCount && (!query.Contains(" WHERE ", StringComparison.Ordinal) || query.Contains(" OR ", StringComparison.Ordinal)))
            return Recording.Of("13-query_related-lowercase-where");
        return Rows(Tables.Select(query, Tables.Members.GetValueOrDefault(campaign) ?? []));
    }

    private Recording Create(string module, string element)
    {
        var values = JsonSerializer.Deserialize<Dictionary<string, string>>(element)!;
        if (values.TryGetValue("externalid", out var external) && !externals.Add(external))
            return Recording.Of("50-err-create-duplicate-unique-field");
        if (module == "ModComments" && Tables.Find(values["related_to"]) is null)
            return new("", "", new Dictionary<string, string>(), 200, "Sorry! Attempt to access restricted file.");
        Tables.Add(module, values);
        return LostAnswers.TryDequeue(out var lost) ? lost : Ok(values);
    }

    // The record as it stands, which is how the real one answers.
    private Recording Kept(string argument) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(argument)!["id"] is var id && Tables.Find(id) is { } record
            ? Ok(record)
            : Recording.Of("24-err-retrieve-missing");

    private Recording Half(string module, string element) =>
        Ok(Tables.Add(
            module, JsonSerializer.Deserialize<Dictionary<string, string>>(element)!.ToDictionary(
                v => v.Key, v => v.Key == "assigned_user_id" ? v.Value : "")));

    private Recording Delete(string id)
    {
        if (Tables.Find(id) is null) return Recording.Of("24-err-retrieve-missing");
        Tables.Remove(id);
        return Ok(new { status = "successful" });
    }

    private static Recording Rows(IReadOnlyList<Dictionary<string, string>>? rows) =>
        rows is null ? Recording.Of("12-query-unknown-column") : Ok(rows);

    private static Dictionary<string, string> Values(JsonElement record) =>
        record.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString());

    private static Recording Ok(object result) =>
        new("ok", "", new Dictionary<string, string>(), 200, JsonSerializer.Serialize(new { success = true, result }));

    private static Recording Error(string code, string message) =>
        new(
            "error", "", new Dictionary<string, string>(), 200,
            JsonSerializer.Serialize(new { success = false, error = new { code, message } }));
}
