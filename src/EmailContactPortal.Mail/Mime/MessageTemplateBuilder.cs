using System.Security.Cryptography;
using EmailContactPortal.Mail.Addresses;

namespace EmailContactPortal.Mail.Mime;

/// <summary>Puts a <see cref="MessageTemplate"/> together, header by header in the order of the calls.</summary>
public sealed class MessageTemplateBuilder
{
    private readonly List<HeaderPart> _headers = [];
    private int _slotCount;
    private BodyPart? _text;
    private BodyPart? _html;

    /// <summary>A header of free text: subject, or any of one's own.</summary>
    public MessageTemplateBuilder Text(string name, TextPattern value)
    {
        Count(value);
        _headers.Add(HeaderPart.Freeze(new HeaderPart.Text(name, value), value));
        return this;
    }

    /// <summary>A header of fixed ASCII syntax, such as Date, Message-ID or List-Unsubscribe.</summary>
    public MessageTemplateBuilder Raw(string name, TextPattern value)
    {
        Count(value);
        _headers.Add(HeaderPart.Freeze(new HeaderPart.Raw(name, value), value));
        return this;
    }

    /// <summary>A header with one name and address.</summary>
    public MessageTemplateBuilder Mailbox(string name, TextPattern shownName, TextPattern address)
    {
        Count(shownName);
        Count(address);
        _headers.Add(HeaderPart.Freeze(new HeaderPart.Mailboxes(name, [(shownName, address)]), shownName, address));
        return this;
    }

    /// <summary>A header with a list of names and addresses; nothing when the list is empty.</summary>
    public MessageTemplateBuilder Mailboxes(string name, IEnumerable<NamedMailbox> mailboxes)
    {
        var patterns = mailboxes
            .Select(mailbox => (TextPattern.Of(mailbox.Name ?? ""), TextPattern.Of(mailbox.Address.ToString())))
            .ToArray();
        if (patterns.Length > 0)
            _headers.Add(HeaderPart.Freeze(new HeaderPart.Mailboxes(name, patterns)));
        return this;
    }

    /// <summary>The plain text.</summary>
    public MessageTemplateBuilder TextBody(TextPattern text)
    {
        Count(text);
        _text = BodyPart.Create(text);
        return this;
    }

    /// <summary>The HTML; values must be HTML-escaped by the caller.</summary>
    public MessageTemplateBuilder HtmlBody(TextPattern html)
    {
        Count(html);
        _html = BodyPart.Create(html);
        return this;
    }

    /// <summary>Text and HTML together make multipart/alternative, one alone a simple message.</summary>
    public MessageTemplate Build() =>
        new(_headers, _text, _html, _slotCount, $"=_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}");

    private void Count(TextPattern pattern) => _slotCount = Math.Max(_slotCount, pattern.SlotCount);
}
