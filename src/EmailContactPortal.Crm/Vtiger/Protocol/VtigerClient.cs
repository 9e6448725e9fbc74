using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EmailContactPortal.Crm.Calling;

namespace EmailContactPortal.Crm.Vtiger.Protocol;

/// <summary>
/// Calls a vtiger <c>webservice.php</c>: challenge login, one login at a time per user (a second challenge voids the first, also that of
/// another process), a new session when the old one ended, and answers read with suspicion (HTTP 200 for errors, plain text after a
/// successful insert, codes that are numbers).
/// </summary>
internal sealed class VtigerClient(HttpClient http, CrmSettings settings)
{
    private const int SignInsACall = 3;
    private const int Challenges = 3;
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Logins = new(StringComparer.OrdinalIgnoreCase);
    private readonly Uri address = AddressOf(settings.Url);
    private readonly CrmHttp calls = new(http, settings);
    private string? session;

    /// <summary>The user's own id in the CRM, known after the first call.</summary>
    public string UserId { get; private set; } = "";

    /// <summary>Whether the user is an administrator, whom no sharing rule limits; null when the login does not say.</summary>
    public bool? IsAdmin { get; private set; }

    /// <summary>The CRM's version as it says at login.</summary>
    public string Version { get; private set; } = "";

    /// <summary>A call that only reads.</summary>
    public Task<JsonElement> GetAsync(
        string doing, string operation, CancellationToken cancellationToken, params (string Name, string Value)[] arguments) =>
        CallAsync(doing, HttpMethod.Get, operation, arguments, cancellationToken);

    /// <summary>A call that writes.</summary>
    /// <exception cref="VtigerFault">With its outcome unknown when the answer was lost or unreadable.</exception>
    public Task<JsonElement> PostAsync(
        string doing, string operation, CancellationToken cancellationToken, params (string Name, string Value)[] arguments) =>
        CallAsync(doing, HttpMethod.Post, operation, arguments, cancellationToken);

    /// <summary>Signs in if there is no session yet.</summary>
    public async Task SignInAsync(CancellationToken cancellationToken)
    {
        if (session is not null) return;
        var gate = Logins.GetOrAdd($"{address} {settings.UserName}", _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            for (var challenge = 1; session is null; challenge++)
            {
                try
                {
                    await LogInAsync(cancellationToken);
                }
                catch (VtigerFault fault) when (fault.IsLostChallenge && challenge < Challenges)
                {
                    // Another process asked for a challenge between our two calls, which voids ours: a refusal is believed when it stays.
                    await Task.Delay(RandomNumberGenerator.GetInt32(100, 600) * challenge, cancellationToken);
                }
            }
        }
        catch (VtigerFault fault)
        {
            throw fault.ToCrm(VtigerFault.Signing);
        }
        finally
        {
            gate.Release();
        }
    }

    private static Uri AddressOf(string url)
    {
        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            throw new CrmException(
                CrmFault.Settings,
                $"“{url}” is not a web address. Write the CRM's address as in the browser, for example https://crm.example.com.");
        }

        // As copied from the browser: index.php and what follows it belong to a page.
        var text = parsed.GetLeftPart(UriPartial.Path);
        var page = text.IndexOf(
            ".php", text.IndexOf("://", StringComparison.Ordinal) + 3 + parsed.Authority.Length, StringComparison.OrdinalIgnoreCase);
        if (page >= 0) text = text[..text.LastIndexOf('/', page)];
        return new Uri(text.TrimEnd('/') + "/webservice.php");
    }

    private async Task<JsonElement> CallAsync(
        string doing, HttpMethod method, string operation, (string Name, string Value)[] arguments, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await SignInAsync(cancellationToken);
            try
            {
                return await SendAsync(method, [("operation", operation), .. arguments, ("sessionName", session!)], cancellationToken);
            }
            catch (VtigerFault fault) when (fault.IsSession && attempt <= SignInsACall)
            {
                session = null;
            }
            catch (VtigerFault fault) when (method == HttpMethod.Get)
            {
                throw fault.ToCrm(doing);
            }
        }
    }

    private async Task LogInAsync(CancellationToken cancellationToken)
    {
        var challenge = await SendAsync(
            HttpMethod.Get, [("operation", "getchallenge"), ("username", settings.UserName)], cancellationToken);
        var token = Text(challenge, "token");
#pragma warning disable CA5351 // The protocol asks for MD5 of token and access key; nothing here depends on its strength.
        var key = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(token + settings.Secret)));
#pragma warning restore CA5351
        var login = await SendAsync(
            HttpMethod.Post, [("operation", "login"), ("username", settings.UserName), ("accessKey", key)], cancellationToken);
        session = Text(login, "sessionName");
        settings.Trace?.Hide(session);
        UserId = Text(login, "userId");
        Version = Text(login, "vtigerVersion");
        IsAdmin = VtigerReply.Scalar(login, "is_admin") is { Length: > 0 } admin ? admin is "on" or "1" or "true" : null;
    }

    private async Task<JsonElement> SendAsync(
        HttpMethod method, (string Name, string Value)[] arguments, CancellationToken cancellationToken)
    {
        CrmAnswer answer;
        try
        {
            answer = await calls.SendAsync(
                () => Request(method, arguments), isSecret: arguments[0].Value is "getchallenge" or "login", cancellationToken);
        }
        catch (CrmException e) when (method == HttpMethod.Post && e.Fault is CrmFault.Unreachable or CrmFault.Nonsense)
        {
            throw new VtigerFault("", e.Message, isUnknown: true);
        }

        if (answer.Redirect is not null) throw CallTrouble.Redirected(answer);
        if (answer.Status == (int)HttpStatusCode.NotFound)
            throw new CrmException(CrmFault.Settings, $"There is no {address}. Check the CRM's address: webservice.php must answer there.");
        // Plain text after a write is a lost answer; a whole page before any write is another server.
        if (method == HttpMethod.Get && answer.Body.AsSpan().TrimStart().StartsWith("<", StringComparison.Ordinal))
            throw CallTrouble.Page(answer);
        return VtigerReply.Read(answer.Status, answer.Body);
    }

    private HttpRequestMessage Request(HttpMethod method, (string Name, string Value)[] arguments)
    {
        if (method == HttpMethod.Post)
            return new HttpRequestMessage(
                method, address)
            { Content = new FormUrlEncodedContent(arguments.Select(a => KeyValuePair.Create(a.Name, a.Value))) };
        return new HttpRequestMessage(
            method, new Uri($"{address}?{string.Join('&', arguments.Select(a => $"{a.Name}={Uri.EscapeDataString(a.Value)}"))}"));
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
