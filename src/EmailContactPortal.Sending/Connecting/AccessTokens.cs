using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Connecting;

/// <summary>
/// OAuth 2.0 access tokens of mail servers: one for all connections that use the same account, asked for by one at a time, renewed when
/// nine tenths of its life are over.
/// </summary>
internal sealed class AccessTokens(IHttpClientFactory clients, IOptions<SendingOptions> options, TimeProvider time)
{
    private const int MaxAnswer = 64 * 1024;
    private readonly ConcurrentDictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    /// <summary>A token that should work; throws <see cref="SmtpException"/> in words where none is given.</summary>
    internal async Task<string> GetAsync(MailServer server, string secret, CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd(KeyOf(server, secret), _ => new Slot());
        if (slot.Current is { } current && current.RenewAt > time.GetUtcNow())
            return current.Value;
        await slot.Gate.WaitAsync(cancellationToken);
        try
        {
            if (slot.Current is { } other && other.RenewAt > time.GetUtcNow())
                return other.Value;
            slot.Current = await AskAsync(
                TokenRequest.Of(server, secret, options.Value.MicrosoftAuthority, time.GetUtcNow()), cancellationToken);
            return slot.Current.Value;
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>The server did not take this token; the next call asks for another.</summary>
    internal void Forget(MailServer server, string secret, string token)
    {
        if (_slots.TryGetValue(KeyOf(server, secret), out var slot) && slot.Current?.Value == token)
            slot.Current = null;
    }

    private static string KeyOf(MailServer server, string secret) =>
        Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{server.SignIn}\n{server.Tenant}\n{server.ClientId}\n{server.UserName}\n{secret}")));

    private async Task<Token> AskAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(options.Value.HttpClientName);
            using var content = new FormUrlEncodedContent(request.Fields);
            using var answer = await client.PostAsync(request.Address, content, cancellationToken);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return Read(request, answer.StatusCode, body.Length <= MaxAnswer ? body : []);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new SmtpException(
                SmtpTrouble.Network, SmtpStage.Auth, $"No access token from {request.Address.Host}: {e.Message}", inner: e);
        }
    }

    private Token Read(TokenRequest request, HttpStatusCode status, byte[] body)
    {
        JsonElement json;
        try
        {
            using var document = JsonDocument.Parse(body);
            json = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            json = default;
        }

        if (status == HttpStatusCode.OK && TextOf(json, "access_token") is { Length: > 0 } token)
        {
            var seconds = json.TryGetProperty("expires_in", out var life) && life.TryGetInt32(out var given) ? given : 600;
            return new Token(token, time.GetUtcNow().AddSeconds(Math.Clamp(seconds, 1, 86_400) * 0.9));
        }

        var trouble = (int)status >= 500 ? SmtpTrouble.Network : SmtpTrouble.Permanent;
        var why = TextOf(json, "error_description") is { Length: > 0 } described ? described : TextOf(json, "error") ?? "";
        var words = why.Length == 0 ? "" : $": {Domain.Text.Bound(why.ReplaceLineEndings(" "), 300)}";
        throw new SmtpException(
            trouble, SmtpStage.Auth, $"{request.Address.Host} gives no access token (HTTP {(int)status}{words}). {request.Remedy}");
    }

    private static string? TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private sealed record Token(string Value, DateTimeOffset RenewAt);

    private sealed class Slot
    {
        internal SemaphoreSlim Gate { get; } = new(1, 1);

        internal Token? Current { get; set; }
    }
}
