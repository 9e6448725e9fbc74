using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Sending.Connecting;

/// <summary>What is asked of an issuer of access tokens.</summary>
/// <param name="Address">The token endpoint.</param>
/// <param name="Fields">The form.</param>
/// <param name="Remedy">What to look at when it refuses.</param>
internal sealed record TokenRequest(Uri Address, IReadOnlyDictionary<string, string> Fields, string Remedy)
{
    private const string GoogleScope = "https://mail.google.com/";
    private const string MicrosoftScope = "https://outlook.office365.com/.default";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    internal static TokenRequest Of(MailServer server, string secret, Uri microsoft, DateTimeOffset now) =>
        server.SignIn == MailSignIn.Google ? Google(server, secret, now) : Microsoft365(server, secret, microsoft);

    // RFC 6749 section 4.4, as Microsoft describes it for SMTP AUTH with application permissions.
    private static TokenRequest Microsoft365(MailServer server, string secret, Uri authority) => new(
        new Uri(authority, $"{Uri.EscapeDataString(server.Tenant ?? "")}/oauth2/v2.0/token"),
        new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = server.ClientId ?? "",
            ["client_secret"] = secret,
            ["scope"] = MicrosoftScope,
        },
        "Check directory, client id and client secret, and that the app has the permission SMTP.SendAsApp with admin consent.");

    // RFC 7523 section 2.1, as Google describes it for service accounts.
    private static TokenRequest Google(MailServer server, string secret, DateTimeOffset now)
    {
        var (account, address, key) = ReadKeyFile(secret);
        using (key)
        {
            var head = Encode(new { alg = "RS256", typ = "JWT" });
            var claims = Encode(new
            {
                iss = account,
                sub = server.UserName,
                scope = GoogleScope,
                aud = address.ToString(),
                iat = now.ToUnixTimeSeconds(),
                exp = (now + Life).ToUnixTimeSeconds(),
            });
            var signature = key.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return new TokenRequest(
                address,
                new Dictionary<string, string>
                {
                    ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
                    ["assertion"] = $"{head}.{claims}.{Base64Url.EncodeToString(signature)}",
                },
                "Check that the service account has domain-wide delegation for https://mail.google.com/ and that the user name is a "
                    + "mailbox of the domain.");
        }
    }

    private static (string Account, Uri Address, RSA Key) ReadKeyFile(string secret)
    {
        try
        {
            using var file = JsonDocument.Parse(secret);
            var key = RSA.Create();
            key.ImportFromPem(file.RootElement.GetProperty("private_key").GetString());
            return (file.RootElement.GetProperty("client_email").GetString()!,
                new Uri(file.RootElement.GetProperty("token_uri").GetString()!), key);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException
            or CryptographicException or UriFormatException)
        {
            throw new SmtpException(
                SmtpTrouble.Permanent, SmtpStage.Auth,
                "The key file of the service account cannot be read. Paste the whole JSON file that Google gave.", inner: e);
        }
    }

    private static string Encode(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
