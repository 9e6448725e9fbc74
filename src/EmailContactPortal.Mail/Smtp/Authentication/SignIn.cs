using System.Globalization;
using System.Net;
using System.Text;
using MailKit.Security;

namespace EmailContactPortal.Mail.Smtp.Authentication;

/// <summary>Says one line of the sign-in and waits for the answer.</summary>
internal delegate Task<SmtpReply> AuthDialogue(string line, CancellationToken cancellationToken);

/// <summary>
/// Signs in with the best of MailKit's mechanisms both sides know (RFC 4954, RFC 4422), and with the next when the server only claims to
/// know it.
/// </summary>
internal static class SignIn
{
    private const int MaxChallenges = 8;

    /// <summary>
    /// RFC 7677 asks for 4,096 iterations; a server that asks for a thousand million would keep a processor busy for an hour.
    /// </summary>
    private const int MaxIterations = 1_000_000;

    internal static async Task RunAsync(
        AuthDialogue ask, SmtpEndpoint endpoint, SmtpCapabilities capabilities, bool isEncrypted, CancellationToken cancellationToken)
    {
        var ways = Choose(endpoint.Credentials!, capabilities, isEncrypted || endpoint.Security == SmtpSecurity.None);
        if (ways.Count == 0)
            throw new SmtpException(SmtpTrouble.Permanent, SmtpStage.Auth, Explain(endpoint.Credentials!, capabilities, isEncrypted));

        for (var i = 0; ; i++)
        {
            var reply = await TryAsync(ask, ways[i], cancellationToken);
            if (reply.Code == 235)
                return;
            var mayHelp = reply.Code is >= 500 and <= 504 || reply.Code is 534 or 535 && IsChallenged(ways[i]);
            if (!mayHelp || i == ways.Count - 1)
                throw SmtpException.Refused(SmtpStage.Auth, reply);
        }
    }

    // Without encryption a password goes out in the clear only where a person chose "None".
    private static List<SaslMechanism> Choose(SmtpCredentials credentials, SmtpCapabilities capabilities, bool mayShowSecret)
    {
        var secret = new NetworkCredential(credentials.UserName, credentials.Secret);
        SaslMechanism[] known = credentials.IsAccessToken
            ? [new SaslMechanismOAuth2(secret), new SaslMechanismOAuthBearer(secret)]
            :
            [
                new SaslMechanismScramSha512(secret),
                new SaslMechanismScramSha256(secret),
                new SaslMechanismScramSha1(secret),
                new SaslMechanismPlain(secret),
                new SaslMechanismLogin(secret),
                new SaslMechanismCramMd5(secret),
            ];
        return [.. known.Where(way => capabilities.AuthMechanisms.Contains(way.MechanismName) && (mayShowSecret || IsChallenged(way)))];
    }

    // The server asks first and never sees the secret, so a refusal may be its misunderstanding and not a wrong password.
    private static bool IsChallenged(SaslMechanism way) => way is SaslMechanismScramBase or SaslMechanismCramMd5;

    private static string Explain(SmtpCredentials credentials, SmtpCapabilities capabilities, bool isEncrypted)
    {
        if (capabilities.AuthMechanisms.IsEmpty)
            return "The server offers no sign-in. Leave user name and password empty, or use another port.";
        var offered = string.Join(", ", capabilities.AuthMechanisms);
        return !isEncrypted
            ? $"The server offers {offered} without encryption, which would show the secret to anybody on the way."
            : $"The server offers {offered}, none of which is known here for this kind of secret.";
    }

    private static async Task<SmtpReply> TryAsync(AuthDialogue ask, SaslMechanism way, CancellationToken cancellationToken)
    {
        var line = $"AUTH {way.MechanismName}";
        if (way.SupportsInitialResponse)
            line += $" {await way.ChallengeAsync(null, cancellationToken)}";
        for (var i = 0; i < MaxChallenges; i++)
        {
            var reply = await ask(line, cancellationToken);
            if (reply.Code == 235 && way is SaslMechanismScramBase && !way.IsAuthenticated)
                throw new SmtpException(SmtpTrouble.Protocol, SmtpStage.Auth, "The server did not prove that it knows the password.");
            if (reply.Code != 334)
                return reply;
            line = await AnswerAsync(way, reply, cancellationToken);
        }

        throw new SmtpException(SmtpTrouble.Protocol, SmtpStage.Auth, "The server does not come to an end with its questions.");
    }

    private static async Task<string> AnswerAsync(SaslMechanism way, SmtpReply challenge, CancellationToken cancellationToken)
    {
        try
        {
            if (way is SaslMechanismScramBase)
                CheckCost(challenge.Text);
            return await way.ChallengeAsync(challenge.Text, cancellationToken);
        }
        catch (Exception e) when (e is SaslException or FormatException or ArgumentException)
        {
            throw new SmtpException(
                SmtpTrouble.Protocol, SmtpStage.Auth, $"The server's sign-in question makes no sense: {Reason(e)}", challenge, e);
        }
    }

    private static void CheckCost(string challenge)
    {
        var count = Encoding.UTF8.GetString(Convert.FromBase64String(challenge)).Split(',')
            .FirstOrDefault(part => part.StartsWith("i=", StringComparison.Ordinal));
        if (count is not null
            && (!int.TryParse(count.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
                || iterations is < 1 or > MaxIterations))
            throw new FormatException("the number of iterations is out of bounds.");
    }

    // What MailKit expected to see is made from the password: it belongs into no message.
    private static string Reason(Exception e) => e switch
    {
        SaslException { ErrorCode: SaslErrorCode.IncorrectHash } => "the server does not know the password.",
        _ => e.Message,
    };
}
