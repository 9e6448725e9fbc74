using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Tries a mail server's settings: connects, encrypts, signs in, and says what the server can do.</summary>
public sealed class MailServerCheck(IMailTransport transport)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    /// <summary>One sentence on what was found, or the reason why the server cannot be used.</summary>
    public async Task<Result<string>> RunAsync(MailServer server, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await transport.OpenAsync(server, SmtpTimeouts.Short(Patience), cancellationToken);
            var can = connection.Capabilities;
            await connection.QuitAsync(cancellationToken);
            string[] words =
            [
                connection.IsEncrypted ? "encrypted" : "not encrypted",
                string.IsNullOrEmpty(server.UserName) ? "without sign-in" : "signed in",
                can.Pipelining ? "fast sending (pipelining)" : "one command at a time (no pipelining)",
                can.SmtpUtf8 ? "international addresses" : "no international addresses",
                can.MaxSize > 0 ? $"messages up to {can.MaxSize / 1024 / 1024} MB" : "no stated size limit",
            ];
            return $"The server answers: {string.Join(", ", words)}.";
        }
        catch (SmtpException e)
        {
            return Result<string>.No($"mail-server.{e.Stage.ToString().ToLowerInvariant()}", e.Message);
        }
    }
}
