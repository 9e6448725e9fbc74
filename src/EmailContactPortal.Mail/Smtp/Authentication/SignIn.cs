namespace EmailContactPortal.Mail.Smtp.Authentication;

/// <summary>Signs in with the best way both sides know (RFC 4954), and with the next when the server only claims to know it.</summary>
internal static class SignIn
{
    private const int MaxChallenges = 8;

    internal static async Task RunAsync(SmtpWire wire, SmtpEndpoint endpoint, SmtpCapabilities capabilities, CancellationToken cancellationToken)
    {
        var ways = Choose(endpoint.Credentials!, capabilities, wire.IsEncrypted || endpoint.Security == SmtpSecurity.None);
        if (ways.Count == 0)
            throw new SmtpException(SmtpTrouble.Permanent, SmtpStage.Auth, Explain(endpoint.Credentials!, capabilities, wire.IsEncrypted));

        for (var i = 0; ; i++)
        {
            var reply = await TryAsync(wire, ways[i], cancellationToken);
            if (reply.Code == 235)
                return;
            var mayHelp = reply.Code is >= 500 and <= 504 || reply.Code is 534 or 535 && ways[i].IsChallenged;
            if (!mayHelp || i == ways.Count - 1)
                throw SmtpException.Refused(SmtpStage.Auth, reply);
        }
    }

    // Without encryption a password goes out in the clear only where a person chose "None".
    private static List<SaslMechanism> Choose(SmtpCredentials credentials, SmtpCapabilities capabilities, bool mayShowPassword)
    {
        SaslMechanism[] known = credentials.IsAccessToken
            ? [new XOAuth2Mechanism(credentials)]
            :
            [
                new ScramMechanism(credentials, ScramHash.Sha256),
                new ScramMechanism(credentials, ScramHash.Sha1),
                new PlainMechanism(credentials),
                new LoginMechanism(credentials),
                new CramMd5Mechanism(credentials),
            ];
        return [.. known.Where(way => capabilities.AuthMechanisms.Contains(way.Name) && (mayShowPassword || !way.ShowsSecret))];
    }

    private static string Explain(SmtpCredentials credentials, SmtpCapabilities capabilities, bool isEncrypted)
    {
        if (capabilities.AuthMechanisms.IsEmpty)
            return "The server offers no sign-in. Leave user name and password empty, or use another port.";
        var offered = string.Join(", ", capabilities.AuthMechanisms);
        return !isEncrypted && !credentials.IsAccessToken
            ? $"The server offers {offered} without encryption, which would show the password to anybody on the way."
            : $"The server offers {offered}, none of which is known here for this kind of secret.";
    }

    private static async Task<SmtpReply> TryAsync(SmtpWire wire, SaslMechanism way, CancellationToken cancellationToken)
    {
        wire.Output.Write($"AUTH {way.Name}");
        if (way.First() is { } first)
        {
            wire.Output.Write(" "u8);
            wire.Output.Write(first.Length == 0 ? "=" : Convert.ToBase64String(first));
        }

        for (var i = 0; i < MaxChallenges; i++)
        {
            wire.Output.Write("\r\n"u8);
            await wire.FlushAsync(SmtpStage.Auth, cancellationToken);
            var reply = await wire.ReadAsync(SmtpStage.Auth, cancellationToken);
            if (reply.Code == 235 && !way.IsServerProven)
                throw new SmtpException(SmtpTrouble.Protocol, SmtpStage.Auth, "The server did not prove that it knows the password.");
            if (reply.Code != 334)
                return reply;
            wire.Output.Write(Answer(way, reply));
        }

        throw new SmtpException(SmtpTrouble.Protocol, SmtpStage.Auth, "The server does not come to an end with its questions.");
    }

    private static string Answer(SaslMechanism way, SmtpReply challenge)
    {
        try
        {
            return Convert.ToBase64String(way.Next(Convert.FromBase64String(challenge.Text)));
        }
        catch (FormatException e)
        {
            throw new SmtpException(SmtpTrouble.Protocol, SmtpStage.Auth, $"The server's sign-in question makes no sense: {e.Message}", challenge, e);
        }
    }
}
