using EmailContactPortal.Mail.Reading;
using MimeKit;

namespace EmailContactPortal.Mail.Reports;

/// <summary>
/// Reads what comes back to a return path: delivery reports (RFC 3464), complaints (RFC 5965), and bounces in plain words.
/// </summary>
public static class ReturnedMailReader
{
    private const int MaxReason = 400;
    private const int MaxText = 20_000;

    /// <summary>Never throws on bad mail; what is not understood is <see cref="ReturnedKind.Nothing"/>.</summary>
    /// <param name="message">As it came.</param>
    /// <param name="hasReturnPath">False for reports, whose envelope sender is empty.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static ReturnedMail Read(ReadOnlyMemory<byte> message, bool hasReturnPath, CancellationToken cancellationToken = default)
    {
        using var mail = MessageReader.Read(message, ReadingBounds.Returned, cancellationToken);
        if (Find(mail.Body, "feedback-report") is { } feedback)
            return OfFeedback(feedback);
        if ((Find(mail.Body, "delivery-status") ?? Find(mail.Body, "global-delivery-status")) is { } report)
            return OfReport(report);
        return hasReturnPath || IsAutomaticAnswer(mail.Headers) ? ReturnedMail.Nothing : OfWords(mail);
    }

    /// <summary>Whether a program wrote the mail (RFC 3834), so that it is nobody's wish.</summary>
    public static bool IsAutomatic(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default) =>
        IsAutomaticAnswer(MessageReader.ReadHeader(message, ReadingBounds.Returned, cancellationToken));

    /// <summary>Judges what a mail server wrote when it gave up on a message.</summary>
    public static ReturnedMail OfServerWords(string words) => BounceRules.Judge(null, OneLine(words));

    private static ReturnedMail OfFeedback(MimePart part)
    {
        var kind = ReportFields.Read(part).Select(g => g["Feedback-Type"]).FirstOrDefault(k => k is not null)?.Trim().ToLowerInvariant();
        return kind is "abuse" or "fraud" ? new ReturnedMail(ReturnedKind.Complaint, Reason: $"Reported as {kind}") : ReturnedMail.Nothing;
    }

    private static ReturnedMail OfReport(MimePart part)
    {
        // Of each recipient a group of fields; ours has one recipient, and forwarders may add theirs.
        var failed = ReportFields.Read(part)
            .FirstOrDefault(g => g["Action"]?.StartsWith("failed", StringComparison.OrdinalIgnoreCase) == true);
        if (failed is null)
            return ReturnedMail.Nothing;
        var words = failed["Diagnostic-Code"] ?? "";
        var type = words.IndexOf(';', StringComparison.Ordinal);
        if (type is > 0 and < 20)
            words = words[(type + 1)..];
        var status = failed["Status"]?.Trim().Split(' ', '(')[0];
        return BounceRules.Judge(
            string.IsNullOrEmpty(status) ? null : status, OneLine(words.Length > 0 ? words : $"Returned with status {status}"));
    }

    private static ReturnedMail OfWords(MimeMessage mail)
    {
        var texts = mail.BodyParts.OfType<TextPart>().ToList();
        var text = (texts.Find(t => t.IsPlain) ?? texts.Find(t => t.IsHtml))?.Text ?? "";
        var words = text.Length > MaxText ? text[..MaxText] : text;
        if (!BounceRules.SpeaksOfFailure(words))
            return ReturnedMail.Nothing;
        var line = words.Split('\n').FirstOrDefault(BounceRules.SpeaksOfFailure) ?? words;
        return BounceRules.Judge(null, OneLine(line));
    }

    private static bool IsAutomaticAnswer(HeaderList header) =>
        header["Auto-Submitted"]?.StartsWith("auto-replied", StringComparison.OrdinalIgnoreCase) == true
        || header["X-Autoreply"] is not null || header["X-Autorespond"] is not null
        || header["Precedence"]?.Equals("auto_reply", StringComparison.OrdinalIgnoreCase) == true;

    // Not in the returned message, which may hold reports of its own.
    private static MimePart? Find(MimeEntity? part, string subtype) => part switch
    {
        MimePart leaf when leaf.ContentType.IsMimeType("message", subtype) => leaf,
        Multipart parts => parts.Select(p => Find(p, subtype)).FirstOrDefault(p => p is not null),
        _ => null,
    };

    private static string OneLine(string words)
    {
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > MaxReason ? line[..MaxReason] : line;
    }
}
