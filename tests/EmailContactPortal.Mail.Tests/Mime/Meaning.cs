using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Encodings;
using EmailContactPortal.Mail.Mime;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Mail.Tests.Mime;

/// <summary>
/// What a message of ours means to whoever reads it: one line in headers, no control characters, international domains in their ASCII form.
/// </summary>
internal static class Meaning
{
    internal static MeantMail Of(MailMessage message) => new()
    {
        Subject = Line(message.Subject),
        Text = message.Text is { } text ? LineEndings.Normalize(text) + (message.Html is null ? "\r\n" : "") : null,
        Html = message.Html is { } html ? LineEndings.Normalize(html) : null,
        From = Of(message.From),
        To = Of(message.To[0]),
        ReplyTo = message.ReplyTo is { } reply ? Of(reply) : null,
        Fields = message.Headers.ToDictionary(h => h.Name, h => Line(h.Value))
            .Append(new("Message-ID", $"<{message.MessageId}>")).Append(new("MIME-Version", "1.0")).ToDictionary(),
    };

    // Readers take blanks at the ends of a field for folding.
    internal static string Line(string text) => string.Concat(text.Select(c => c < ' ' || c == '\x7f' ? ' ' : c)).Trim(' ');

    private static (string Name, string Address) Of(NamedMailbox mailbox) => (Line(mailbox.Name ?? ""), mailbox.Address.ToString());
}
