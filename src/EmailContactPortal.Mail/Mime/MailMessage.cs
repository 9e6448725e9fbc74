using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Mime;

/// <summary>One single message, for test sends and system mail; campaigns use <see cref="MessageTemplate"/>.</summary>
public sealed record MailMessage
{
    public required NamedMailbox From { get; init; }

    public required IReadOnlyList<NamedMailbox> To { get; init; }

    public NamedMailbox? ReplyTo { get; init; }

    public required string Subject { get; init; }

    public string? Text { get; init; }

    public string? Html { get; init; }

    public required DateTimeOffset Date { get; init; }

    /// <summary>The id without angle brackets; <see cref="NewMessageId"/> makes one.</summary>
    public required string MessageId { get; init; }

    /// <summary>Where people leave the list, as web address; with it goes one-click unsubscribing (RFC 8058).</summary>
    public Uri? UnsubscribeUrl { get; init; }

    /// <summary>Where people leave the list by mail (RFC 2369).</summary>
    public MailboxAddress? UnsubscribeAddress { get; init; }

    /// <summary>Further headers of free text, in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>A Message-ID that nobody else makes, in the sender's domain.</summary>
    public static string NewMessageId(MailboxAddress sender) => $"{Guid.NewGuid():n}@{sender.Domain}";

    /// <summary>The message in bytes, ready for SMTP but for dot-stuffing.</summary>
    public byte[] ToBytes()
    {
        using var values = new MessageValues(0);
        using var output = new MessageBuffer();
        ToTemplate().Write(values, output);
        return output.ToArray();
    }

    private MessageTemplate ToTemplate()
    {
        var builder = new MessageTemplateBuilder()
            .Raw("Date", TextPattern.Of(MailDate.Format(Date)))
            .Mailboxes("From", [From])
            .Mailboxes("To", To)
            .Mailboxes("Reply-To", ReplyTo is null ? [] : [ReplyTo])
            .Text("Subject", TextPattern.Of(Subject))
            .Raw("Message-ID", TextPattern.Of($"<{MessageId}>"));
        AddUnsubscribe(builder);
        foreach (var (name, value) in Headers)
            builder.Text(name, TextPattern.Of(value));
        if (Text is not null)
            builder.TextBody(TextPattern.Of(Text));
        if (Html is not null)
            builder.HtmlBody(TextPattern.Of(Html));
        return builder.Build();
    }

    private void AddUnsubscribe(MessageTemplateBuilder builder)
    {
        string[] ways =
        [
            .. UnsubscribeUrl is null ? [] : new[] { $"<{UnsubscribeUrl.AbsoluteUri}>" },
            .. UnsubscribeAddress is null ? [] : new[] { $"<mailto:{UnsubscribeAddress}?subject=unsubscribe>" },
        ];
        if (ways.Length > 0)
            builder.Raw("List-Unsubscribe", TextPattern.Of(string.Join(", ", ways)));
        if (UnsubscribeUrl is not null)
            builder.Raw("List-Unsubscribe-Post", TextPattern.Of("List-Unsubscribe=One-Click"));
    }
}
