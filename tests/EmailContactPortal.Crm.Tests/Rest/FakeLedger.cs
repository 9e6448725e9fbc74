using System.Globalization;
using System.Text;
using System.Text.Json;
using EmailContactPortal.Testing.Serving;
using Microsoft.AspNetCore.Http;

namespace EmailContactPortal.Crm.Tests.Rest;

/// <summary>
/// A CRM of the older kind: OAuth2 with the client as Basic, offsets that never give more than 50 whatever was asked, links to the next
/// page in a header, campaigns by dates, errors as a list with codes, and a log that is written by PUT under our own id.
/// </summary>
public sealed class FakeLedger : IAsyncDisposable
{
    public const string Client = "ledger client";
    public const string Secret = "s3cret:with/signs";

    /// <summary>How a connection describes it.</summary>
    public const string Description = """
        {
          "auth": { "type": "oauth2", "tokenUrl": "/token", "client": "basic", "fields": { "scope": "contacts" } },
          "headers": { "X-Api-Version": "4" },
          "error": "/0/text",
          "campaigns": {
            "path": "/mailings", "query": { "skip": "{offset}", "top": "{limit}" }, "paging": { "kind": "offset", "limit": 200 },
            "id": "/Key", "name": "/Title", "created": "/Start", "starts": "/Start", "ends": "/End"
          },
          "fields": { "fixed": { "Town": "Town", "Job": "Job title" } },
          "count": { "path": "/mailings/{campaignId}/size", "value": "/total" },
          "members": {
            "path": "/mailings/{campaignId}/contacts", "query": { "$select": "Key,Mail,First,Last{fields:,}" }, "paging": { "kind": "link" },
            "id": "/Key", "email": "/Mail", "firstName": "/First", "lastName": "/Last", "field": "/{field}", "optOutWhen": { "path": "/Silent", "equals": ["Y"] }
          },
          "writeBack": {
            "idempotent": true,
            "sent": { "method": "PUT", "path": "/contacts/{contactId}/log/{externalId}", "form": { "what": "{kind}", "when": "{at:sql}", "title": "{campaignName}" }, "success": { "status": [201, 204] } },
            "clicked": { "method": "PUT", "path": "/contacts/{contactId}/log/{externalId}", "form": { "what": "{kind}", "when": "{at:sql}", "title": "{detail}" } }
          }
        }
        """;

    private static readonly JsonSerializerOptions AsWritten = new();
    private LoopbackServer server = null!;
    private string token = "";
    private int calls;

    public string Url => server.Url;

    /// <summary>Log lines by contact and our id.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, string>> Log { get; } = [];

    /// <summary>How many members every mailing has.</summary>
    public int Members { get; set; } = 225;

    /// <summary>The token ends after this many calls, once.</summary>
    public int? TokenEndsAt { get; set; }

    public int TokensGiven { get; private set; }

    /// <summary>The time that changes were last asked since.</summary>
    public string? AskedSince { get; private set; }

    /// <summary>Where the next page is said to be, instead of here.</summary>
    public string? NextElsewhere { get; set; }

    /// <summary>Status that everything is answered with.</summary>
    public int? Instead { get; set; }

    public static async Task<FakeLedger> StartAsync()
    {
        var fake = new FakeLedger();
        fake.server = await LoopbackServer.StartAsync(fake.AnswerAsync);
        return fake;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!;
        if (path == "/token")
        {
            await GiveTokenAsync(context);
            return;
        }

        if (++calls >= TokenEndsAt) (TokenEndsAt, token) = (null, "ended");
        if (request.Headers.Authorization != $"Bearer {token}")
            await RefuseAsync(context, 401, "INVALID_SESSION", "Session expired or invalid");
        else if (request.Headers["X-Api-Version"] != "4") await RefuseAsync(context, 400, "VERSION", "Say which version you want");
        else if (Instead is { } status) await RefuseAsync(context, status, "SORRY", "Not for you");
        else if (path == "/mailings") await MailingsAsync(context);
        else if (path.EndsWith("/size", StringComparison.Ordinal)) await context.Response.WriteAsJsonAsync(new { total = Members });
        else if (path.EndsWith("/contacts", StringComparison.Ordinal)) await ContactsAsync(context);
        else if (path.Contains("/log/", StringComparison.Ordinal) && request.Method == "PUT") await WriteLogAsync(context, path);
        else await RefuseAsync(context, 404, "NOT_FOUND", "No such thing");
    }

    private async Task GiveTokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var expected = "Basic "
            + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(Client)}:{Uri.EscapeDataString(Secret)}"));
        if (context.Request.Headers.Authorization != expected || form["grant_type"] != "client_credentials" || form["scope"] != "contacts"
            || form.ContainsKey("client_secret"))
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new { error = "invalid_client", error_description = "client identifier invalid" });
            return;
        }

        token = $"ledger-{++TokensGiven}";
        await context.Response.WriteAsJsonAsync(new { access_token = token, token_type = "Bearer", expires_in = "7200" });
    }

    private static Task MailingsAsync(HttpContext context)
    {
        var (skip, top) = (int.Parse(context.Request.Query["skip"]!, CultureInfo.InvariantCulture),
            int.Parse(context.Request.Query["top"]!, CultureInfo.InvariantCulture));
        var all = Enumerable.Range(1, 120)
            .Select(i => new
            {
                Key = $"M-{i}",
                Title = $"Mailing {i}",
                Start = $"2026-{1 + (i % 12):00}-01",
                End = i % 2 == 0 ? "2026-12-31" : null,
            });
        return context.Response.WriteAsJsonAsync(all.Skip(skip).Take(Math.Min(top, 50)), AsWritten);
    }

    private async Task ContactsAsync(HttpContext context)
    {
        AskedSince = context.Request.Query["changedSince"];
        var from = context.Request.Query["from"] is [{ } text] ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        var here = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}";
        if (from + 40 < Members)
            context.Response.Headers.Link =
                $"<{here}?from=0>; rel=\"first\", <{NextElsewhere ?? $"{here}?from={from + 40}"}>; rel=\"next\"";
        await context.Response.WriteAsJsonAsync(
            Enumerable.Range(from + 1, Math.Min(40, Members - from))
                .Select(i => new
                {
                    Key = i,
                    Mail = $"m{i}@example.test",
                    First = "Åsa",
                    Last = $"L{i}",
                    Town = "Turku",
                    Silent = i == 3 ? "Y" : "N",
                }), AsWritten);
    }

    private async Task WriteLogAsync(HttpContext context, string path)
    {
        var form = await context.Request.ReadFormAsync();
        if (path.StartsWith("/contacts/999/", StringComparison.Ordinal))
        {
            await RefuseAsync(context, 404, "NOT_FOUND", "No contact 999");
            return;
        }

        var isNew = Log.TryAdd(path, new Dictionary<string, string>());
        Log[path] = form.ToDictionary(f => f.Key, f => f.Value.ToString());
        context.Response.StatusCode = isNew ? 201 : 204;
    }

    private static Task RefuseAsync(HttpContext context, int status, string code, string text)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new[] { new { code, text } });
    }
}
