using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Connecting;

/// <summary>Talks SMTP to a server as its settings say.</summary>
internal sealed class SmtpTransport(
    SecretBox secrets, AccessTokens tokens, ProtocolLogs logs, IOptions<SendingOptions> options) : IMailTransport
{
    public async Task<SmtpConnection> OpenAsync(MailServer server, CancellationToken cancellationToken) =>
        await OpenAsync(server, new SmtpTimeouts(), () => logs.Open(server.Id), cancellationToken);

    /// <summary>Connects, signs in, and asks for a new access token once when the server does not take the old one any more.</summary>
    internal async Task<SmtpConnection> OpenAsync(
        MailServer server, SmtpTimeouts timeouts, Func<ISmtpTranscript> transcript, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint(server) with { Timeouts = timeouts, Transcript = transcript };
        var secret = secrets.Unprotect(server.ProtectedPassword) ?? "";
        if (string.IsNullOrEmpty(server.UserName))
            return await SmtpConnection.OpenAsync(endpoint, cancellationToken);
        if (server.SignIn is MailSignIn.Password or MailSignIn.AccessToken)
        {
            var given = new SmtpCredentials(server.UserName, secret, server.SignIn == MailSignIn.AccessToken);
            return await SmtpConnection.OpenAsync(endpoint with { Credentials = given }, cancellationToken);
        }

        var token = await tokens.GetAsync(server, secret, cancellationToken);
        try
        {
            return await SmtpConnection.OpenAsync(
                endpoint with { Credentials = new SmtpCredentials(server.UserName, token, true) }, cancellationToken);
        }
        catch (SmtpException e) when (e is { Stage: SmtpStage.Auth, Reply.Code: 535 })
        {
            tokens.Forget(server, secret, token);
            token = await tokens.GetAsync(server, secret, cancellationToken);
            return await SmtpConnection.OpenAsync(
                endpoint with { Credentials = new SmtpCredentials(server.UserName, token, true) }, cancellationToken);
        }
    }

    private SmtpEndpoint Endpoint(MailServer server) => new(server.Host, server.Port)
    {
        Client = server.Client == MailClient.Pipelined ? SmtpClientKind.Pipelined : SmtpClientKind.MailKit,
        Security = server.Security switch
        {
            MailSecurity.None => SmtpSecurity.None,
            MailSecurity.StartTls => SmtpSecurity.StartTls,
            MailSecurity.Tls => SmtpSecurity.Tls,
            _ => SmtpSecurity.Auto,
        },
        HelloName = options.Value.PublicUrl.Host,
        AcceptsAnyCertificate = options.Value.AcceptAnyCertificate,
    };
}
