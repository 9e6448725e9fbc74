using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Encodings;
using EmailContactPortal.Mail.Mime;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Sending.Connecting;
using EmailContactPortal.Sending.Signing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Sends single messages at once: an email on trial, or the portal's own mail (confirmations, reports).</summary>
public sealed class TestSender(
    IDbContextFactory<PortalContext> contexts, IMailTransport transport, SigningKeys keys, IOptions<SendingOptions> options,
    TimeProvider time)
{
    /// <summary>Sends an email as <paramref name="person"/> would get it to another address; its links are not tracked.</summary>
    public async Task<Result> SendAsync(EmailSource source, Person person, string to, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryNormalize(to, out var address, out var reason))
            return Problem.Told("email.test-address", reason).At("to");
        if (!EmailAddress.TryNormalize(source.SenderAddress, out var sender, out reason))
            return Problem.Invalid("email.sender-address", reason).At("senderAddress");
        var compiled = EmailCompiler.Compile(source, new CompileOptions(options.Value.PublicUrl) { Tracks = false }, cancellationToken);
        if (!compiled.Succeeded)
            return Result.From(compiled.Problems);

        var email = compiled.Value.Preview(person);
        var from = NamedMailbox.Of(sender, email.SenderName);
        return await SendAsync(
            new MailMessage
            {
                From = from,
                To = [NamedMailbox.Of(address)],
                ReplyTo = string.IsNullOrWhiteSpace(source.ReplyTo) ? null : NamedMailbox.Of(source.ReplyTo.Trim()),
                Subject = email.Subject,
                Html = email.Html,
                Text = email.Text,
                Date = time.GetUtcNow(),
                MessageId = MailMessage.NewMessageId(from.Address),
            },
            cancellationToken);
    }

    /// <summary>Sends a finished message to its first recipient by the first mail server that takes it.</summary>
    public async Task<Result> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var servers = await db.MailServers.AsNoTracking().Where(s => s.IsEnabled).OrderBy(s => s.PausedUntil).ThenBy(s => s.Id)
            .ToListAsync(cancellationToken);
        if (servers.Count == 0)
            return Problem.Invalid("mail.no-server");
        return await SendAsync(db, message, servers, cancellationToken);
    }

    /// <summary>Sends a short mail by this mail server and no other; the value is what the server answered.</summary>
    /// <param name="server">The server on trial.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="from">Its sender where no email names one.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public async Task<Result<string>> SendThroughAsync(MailServer server, string? to, string from, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryNormalize(to, out var address, out var reason))
            return Problem.Told("mail-server.test-address", reason).At("to");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var usual = await db.Emails.Where(e => e.IsActive && e.SenderAddress != "").OrderByDescending(e => e.Id)
            .Select(e => e.SenderAddress).FirstOrDefaultAsync(cancellationToken);
        if (!EmailAddress.TryNormalize(usual ?? from, out var sender, out reason))
            return Problem.Invalid("mail-server.test-sender", reason);
        var mailbox = NamedMailbox.Of(sender);
        var message = new MailMessage
        {
            From = mailbox,
            To = [NamedMailbox.Of(address)],
            Subject = Words.Of("Test mail through {0}", server.Name),
            Text = Words.Of("This mail was sent to try out the mail server {0}. Nothing needs to be done.", server.Name) + "\n",
            Date = time.GetUtcNow(),
            MessageId = MailMessage.NewMessageId(mailbox.Address),
        };
        return await SendAsync(db, message, [server], cancellationToken);
    }

    /// <summary>Sends a short text of the portal itself to one of its users.</summary>
    public async Task<Result> SendNoticeAsync(string to, string subject, string text, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryNormalize(to, out var address, out var reason))
            return Problem.Told("mail.address", reason).At("to");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // The sender that receivers know from here; a portal that has none yet writes in the user's own name.
        var usual = await db.Emails.Where(e => e.IsActive && e.SenderAddress != "").OrderByDescending(e => e.Id)
            .Select(e => e.SenderAddress).FirstOrDefaultAsync(cancellationToken);
        var mailbox = NamedMailbox.Of(EmailAddress.TryNormalize(usual ?? address, out var sender, out _) ? sender : address);
        return await SendAsync(
            new MailMessage
            {
                From = mailbox,
                To = [NamedMailbox.Of(address)],
                Subject = subject,
                Text = text,
                Date = time.GetUtcNow(),
                MessageId = MailMessage.NewMessageId(mailbox.Address),
                Headers = [("Auto-Submitted", "auto-generated")],
            },
            cancellationToken);
    }

    private async Task<Result<string>> SendAsync(
        PortalContext db, MailMessage message, IReadOnlyList<MailServer> servers, CancellationToken cancellationToken)
    {
        using var content = new MessageBuffer();
        content.Write(message.ToBytes());
        (await keys.FindAsync(db, message.From.Address, cancellationToken))?.Sign(content, time.GetUtcNow());
        var to = message.To[0].Address;
        var outgoing = new SmtpMessage(
            new SmtpEnvelope(message.From.Address, to) { Size = content.Length, IsEightBit = to.NeedsSmtpUtf8 }, content.Memory);
        SmtpException? last = null;
        foreach (var server in servers)
        {
            try
            {
                await using var connection = await transport.OpenAsync(server, cancellationToken);
                var reply = await connection.SendAsync(outgoing, null, cancellationToken);
                await connection.QuitAsync(cancellationToken);
                return reply.ToString();
            }
            catch (SmtpException e)
            {
                last = e;
                // The recipient is refused, or it may have gone out: another server would not help, or would send it twice.
                if (OutcomeRules.ConcernsMessage(e))
                    break;
            }
        }

        return Problem.Invalid("mail.refused", last!.Message);
    }
}
