using System.Globalization;
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

namespace EmailContactPortal.Benchmarks;

/// <summary>
/// A vtiger that costs next to nothing: members are computed from their ids, created records are remembered by their external id. Answers
/// wait as long as a real one takes when a delay is given.
/// </summary>
internal sealed partial class FastVtiger : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly int members;
    private readonly TimeSpan delay;
    private readonly HashSet<string> externals = new(StringComparer.OrdinalIgnoreCase);
    private int calls;

    private FastVtiger(WebApplication app, int members, TimeSpan delay) => (this.app, this.members, this.delay) = (app, members, delay);

    public string Url { get; private set; } = "";

    /// <summary>Calls answered so far.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <summary>Different records made so far.</summary>
    public int Records
    {
        get
        {
            lock (externals) return externals.Count;
        }
    }

    /// <summary>Records that were made although they were there.</summary>
    public int Repeated { get; private set; }

    public static async Task<FastVtiger> StartAsync(int members, TimeSpan delay)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new FastVtiger(builder.Build(), members, delay);
        server.app.Map("/webservice.php", server.AnswerAsync);
        await server.app.StartAsync();
        server.Url = server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref calls);
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
        string Argument(string name) => form is null ? context.Request.Query[name].ToString() : form[name].ToString();
        if (delay > TimeSpan.Zero) await Task.Delay(delay);
        var result = Argument("operation") switch
        {
            "getchallenge" => """{"token":"t","serverTime":1,"expireTime":300}""",
            "login" => """{"sessionName":"s","userId":"19x5","version":"0.22","vtigerVersion":"8.0.0"}""",
            "listtypes" => """{"types":["Campaigns","Contacts","ModComments","EcpEvents"]}""",
            "describe" => Describe(Argument("elementType")),
            "relatedtypes" => """{"types":["Contacts"]}""",
            "query_related" => Members(Argument("query")),
            "query" => Query(Argument("query")),
            "create" => Create(Argument("element")),
            "revise" => Argument("element"),
            _ => "{}",
        };
        await context.Response.WriteAsync($$"""{"success":true,"result":{{result}}}""");
    }

    private static string Describe(string module)
    {
        string[] fields = module == "EcpEvents"
            ? ["externalid", "eventtype", "eventtime", "contact_ref", "campaign_ref"]
            : ["firstname", "lastname", "email", "emailoptout", "mailingcity", "title", "modifiedtime"];
        var prefix = module switch { "Campaigns" => 1, "Contacts" => 12, "EcpEvents" => 36, _ => 30 };
        return JsonSerializer.Serialize(new
        {
            name = module,
            idPrefix = $"{prefix}",
            updateable = true,
            fields = fields.Select(f => new { name = f, label = f, editable = true, type = new { name = "string" } }),
        });
    }

    private string Members(string query)
    {
        if (query.Contains("count(*)", StringComparison.Ordinal))
            return string.Create(CultureInfo.InvariantCulture, $$"""[{"count":"{{members}}"}]""");
        var last = int.Parse(After().Match(query).Groups[1].Value, CultureInfo.InvariantCulture);
        var json = new StringBuilder("[");
        for (var id = last + 1; id <= Math.Min(members, last + 100); id++)
        {
            if (json.Length > 1) json.Append(',');
            json.Append(
                CultureInfo.InvariantCulture,
                $$"""{"id":"12x{{id}}","firstname":"First{{id % 500}}","lastname":"Lastname{{id % 3000}}","email":"person.{{id}}@customers{{id % 97}}.example","emailoptout":"0","mailingcity":"City {{id % 40}}","title":"Title {{id % 20}}"}""");
        }

        return json.Append(']').ToString();
    }

    private string Query(string query)
    {
        if (query.Contains("FROM Campaigns", StringComparison.Ordinal))
            return query.Contains("id > '1x1'", StringComparison.Ordinal)
                ? "[]"
                : """[{"id":"1x1","campaignname":"Big","createdtime":"2026-11-21 10:00:00","modifiedtime":"2026-11-21 10:00:00","modifiedby":"19x1"}]""";
        if (query.Contains("FROM EcpEvents", StringComparison.Ordinal))
        {
            lock (externals) return JsonSerializer.Serialize(Literal().Matches(query).Select(m => m.Groups[1].Value)
                .Where(externals.Contains).Select(e => new { id = "36x1", externalid = e, eventtime = "" }));
        }

        return """[{"id":"12x1","modifiedtime":"2026-11-21 10:00:00"}]""";
    }

    private string Create(string element)
    {
        using var json = JsonDocument.Parse(element);
        lock (externals)
        {
            if (!externals.Add(json.RootElement.GetProperty("externalid").GetString()!)) Repeated++;
        }

        return element;
    }

    [GeneratedRegex(@"id > '12x(\d+)'")]
    private static partial Regex After();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Literal();
}
