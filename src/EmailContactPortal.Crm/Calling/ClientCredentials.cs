using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EmailContactPortal.Crm.Calling;

/// <summary>How a token is asked for.</summary>
internal enum TokenForm
{
    /// <summary>Form fields, client id and secret among them (RFC 6749 section 2.3.1, second way).</summary>
    Form,

    /// <summary>Form fields, client id and secret as HTTP Basic (RFC 6749 section 2.3.1, first way).</summary>
    Basic,

    /// <summary>A JSON object.</summary>
    Json,
}

/// <summary>
/// OAuth2 client credentials (RFC 6749 section 4.4): one token for all who use the same account, asked for by one at a time, renewed when
/// nine tenths of its life are over or when the CRM does not take it any more.
/// </summary>
internal sealed class ClientCredentials(
    CrmHttp calls, CrmSettings settings, Uri address, TokenForm form, IReadOnlyDictionary<string, string> more)
{
    private static readonly ConcurrentDictionary<string, Slot> Slots = new(StringComparer.Ordinal);
    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly Slot slot = Slots.GetOrAdd(
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
            '\n', [address.ToString(), settings.UserName, settings.Secret, .. more.Select(m => $"{m.Key}={m.Value}")])))), _ => new Slot());

    /// <summary>A token that should work.</summary>
    /// <exception cref="CrmException">The CRM refused the client.</exception>
    public async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        if (slot.Current is { } current && current.RenewAt > Time.GetUtcNow()) return Shown(current.Value);
        await slot.Gate.WaitAsync(cancellationToken);
        try
        {
            if (slot.Current is { } other && other.RenewAt > Time.GetUtcNow()) return Shown(other.Value);
            slot.Current = Read(await calls.SendAsync(Request, isSecret: true, cancellationToken));
            return Shown(slot.Current.Value);
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>The CRM did not take this token; the next call asks for another.</summary>
    public void Forget(string token)
    {
        if (slot.Current?.Value == token) slot.Current = null;
    }

    private string Shown(string token)
    {
        settings.Trace?.Hide(token);
        return token;
    }

    private HttpRequestMessage Request()
    {
        var fields = new Dictionary<string, string>(more) { ["grant_type"] = "client_credentials" };
        if (form != TokenForm.Basic) (fields["client_id"], fields["client_secret"]) = (settings.UserName, settings.Secret);
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = form == TokenForm.Json
                ? new StringContent(JsonSerializer.Serialize(fields), Encoding.UTF8, "application/json")
                : new FormUrlEncodedContent(fields),
        };
        request.Headers.Accept.ParseAdd("application/json");
        if (form == TokenForm.Basic)
        {
            var pair = $"{Uri.EscapeDataString(settings.UserName)}:{Uri.EscapeDataString(settings.Secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        return request;
    }

    private static Token Read(CrmAnswer answer)
    {
        var where = answer.Address.GetLeftPart(UriPartial.Path);
        if (answer.Redirect is not null) throw CallTrouble.Redirected(answer);
        if (answer.Status >= 500)
            throw new CrmException(
                CrmFault.Unreachable, $"The CRM failed when the portal asked for a token at {where} (HTTP {answer.Status}).");
        if (answer.Status == 404)
            throw new CrmException(CrmFault.Settings, $"No tokens are given at {where} (HTTP 404). Check the address.");
        if (answer.Json is not { ValueKind: JsonValueKind.Object } json) throw CallTrouble.Page(answer);
        if (!answer.IsSuccess)
        {
            var why = Text(json, "error_description") is { Length: > 0 } described
                ? described
                : Text(json, "message") is { Length: > 0 } message ? message : Text(json, "error");
            throw new CrmException(
                CrmFault.SignIn,
                $"The CRM refused the client id or the client secret "
                    + $"(HTTP {answer.Status}{(why.Length > 0 ? $": “{why}”" : "")}). Make a new client in the CRM, or copy both again.");
        }

        if (Text(json, "access_token") is not { Length: > 0 } token)
            throw new CrmException(CrmFault.Nonsense, $"The answer of {where} has no access_token.");
        var seconds = json.TryGetProperty("expires_in", out var life)
            && double.TryParse(life.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var given) ? given : 600;
        return new Token(token, Time.GetUtcNow().AddSeconds(Math.Clamp(seconds, 1, 86400) * 0.9));
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private sealed record Token(string Value, DateTimeOffset RenewAt);

    private sealed class Slot
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Token? Current { get; set; }
    }
}
