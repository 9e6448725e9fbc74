using System.Text;
using MimeKit;

namespace EmailContactPortal.Testing;

/// <summary>What a composed message should mean; null is not asked about.</summary>
public sealed record MeantMail
{
    public string? Subject { get; init; }

    /// <summary>The text part, its lines ended by CR LF.</summary>
    public string? Text { get; init; }

    /// <summary>The HTML part, its lines ended by CR LF.</summary>
    public string? Html { get; init; }

    public (string Name, string Address)? From { get; init; }

    public (string Name, string Address)? To { get; init; }

    public (string Name, string Address)? ReplyTo { get; init; }

    /// <summary>Fields whose whole value is known.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>All names of fields in their order, in lower case.</summary>
    public IReadOnlyList<string>? Names { get; init; }
}

/// <summary>MimeKit reads what we wrote, and it must mean what was meant. Any one difference fails with all of them.</summary>
public static class MimeKitJudge
{
    public static void Judge(byte[] message, MeantMail meant)
    {
        using var read = MimeMessage.Load(new MemoryStream(message));
        var header = HeaderList.Load(new MemoryStream(message));
        var differences = new List<string>();
        void Compare(string what, object? wanted, object? got)
        {
            if (wanted is not null && !wanted.Equals(got)) differences.Add($"{what}: wanted <{wanted}>, read <{got}>");
        }

        // White space of any kind at the ends of a field is folding to MimeKit.
        Compare("Subject", meant.Subject?.Trim(), read.Subject?.Trim());
        Compare("Text", meant.Text, Content(read, "plain"));
        Compare("HTML", meant.Html, Content(read, "html"));
        Compare("From", meant.From, Single(read.From));
        Compare("To", meant.To, Single(read.To));
        Compare("Reply-To", meant.ReplyTo, Single(read.ReplyTo));
        Compare(
            "Names", meant.Names is null ? null : string.Join(' ', meant.Names),
            string.Join(' ', header.Select(h => h.Field.ToLowerInvariant())));
        foreach (var (name, value) in meant.Fields)
            Compare(
                name, value.Trim(),
                string.Join(
                    " and ", header.Where(h => h.Field.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value.Trim())));
        if (differences.Count > 0)
            throw new InvalidOperationException(
                $"MimeKit reads another message than was meant.\n{string.Join('\n', differences)}\n\n{Encoding.Latin1.GetString(message)}");
    }

    // The bytes as they are: the library's own text has the machine's line ends.
    private static string? Content(MimeMessage message, string subtype)
    {
        if (message.BodyParts.OfType<TextPart>()
            .FirstOrDefault(p => p.ContentType.MediaSubtype == subtype) is not { Content: not null } part)
            return null;
        using var bytes = new MemoryStream();
        part.Content.DecodeTo(bytes);
        return Encoding.GetEncoding(part.ContentType.Charset ?? "us-ascii").GetString(bytes.ToArray());
    }

    private static (string Name, string Address)? Single(InternetAddressList list) =>
        list is [MailboxAddress one] ? (one.Name ?? "", one.GetAddress(idnEncode: true)) : null;
}
