using EmailContactPortal.Mail.Parsing;

namespace EmailContactPortal.Mail.Reports;

/// <summary>Reads what comes back to a return path: delivery reports (RFC 3464), complaints (RFC 5965), and bounces in plain words.</summary>
public static class ReturnedMailReader
{
    private const int MaxReason = 400;
    private const int MaxText = 20_000;

    /// <summary>Never throws on bad mail; what is not understood is <see cref="ReturnedKind.Nothing"/>.</summary>
    /// <param name="message">As it came.</param>
    /// <param name="hasReturnPath">False for reports, whose envelope sender is empty.</param>
    public static ReturnedMail Read(ReadOnlySpan<byte> message, bool hasReturnPath)
    {
        var mail = MessageParser.Parse(message);
        if (Find(mail, "message/feedback-report") is { } feedback)
            return OfFeedback(feedback);
        if ((Find(mail, "message/delivery-status") ?? Find(mail, "message/global-delivery-status")) is { } report)
            return OfReport(report);
        return hasReturnPath || IsAutomaticAnswer(mail) ? ReturnedMail.Nothing : OfWords(mail);
    }

    /// <summary>Whether a program wrote the mail (RFC 3834), so that it is nobody's wish.</summary>
    public static bool IsAutomatic(ReadOnlySpan<byte> message) => IsAutomaticAnswer(MessageParser.Parse(message));

    /// <summary>Judges what a mail server wrote when it gave up on a message.</summary>
    public static ReturnedMail OfServerWords(string words) => BounceRules.Judge(null, OneLine(words));

    private static ReturnedMail OfFeedback(MessagePart part)
    {
        var kind = Groups(part.Text).Select(g => g.GetValueOrDefault("feedback-type")).FirstOrDefault(k => k is not null)?.ToLowerInvariant();
        return kind is "abuse" or "fraud" ? new ReturnedMail(ReturnedKind.Complaint, Reason: $"Reported as {kind}") : ReturnedMail.Nothing;
    }

    private static ReturnedMail OfReport(MessagePart part)
    {
        // Of each recipient a group of fields; ours has one recipient, and forwarders may add theirs.
        var failed = Groups(part.Text).FirstOrDefault(g => g.GetValueOrDefault("action")?.StartsWith("failed", StringComparison.OrdinalIgnoreCase) == true);
        if (failed is null)
            return ReturnedMail.Nothing;
        var words = failed.GetValueOrDefault("diagnostic-code") ?? "";
        var type = words.IndexOf(';', StringComparison.Ordinal);
        if (type is > 0 and < 20)
            words = words[(type + 1)..];
        var status = failed.GetValueOrDefault("status")?.Split(' ', '(')[0];
        return BounceRules.Judge(string.IsNullOrEmpty(status) ? null : status, OneLine(words.Length > 0 ? words : $"Returned with status {status}"));
    }

    private static ReturnedMail OfWords(MessagePart mail)
    {
        var text = (mail.Find("text/plain") ?? mail.Find("text/html"))?.Text ?? "";
        var words = text.Length > MaxText ? text[..MaxText] : text;
        if (!BounceRules.SpeaksOfFailure(words))
            return ReturnedMail.Nothing;
        var line = words.Split('\n').FirstOrDefault(BounceRules.SpeaksOfFailure) ?? words;
        return BounceRules.Judge(null, OneLine(line));
    }

    private static bool IsAutomaticAnswer(MessagePart mail) =>
        mail.Header("Auto-Submitted")?.StartsWith("auto-replied", StringComparison.OrdinalIgnoreCase) == true
        || mail.Header("X-Autoreply") is not null || mail.Header("X-Autorespond") is not null
        || mail.Header("Precedence")?.Equals("auto_reply", StringComparison.OrdinalIgnoreCase) == true;

    // Not in the returned message, which may hold reports of its own.
    private static MessagePart? Find(MessagePart part, string mediaType)
    {
        if (part.Type.MediaType == mediaType)
            return part;
        return part.Type.MediaType.StartsWith("multipart/", StringComparison.Ordinal) ? part.Children.Select(c => Find(c, mediaType)).FirstOrDefault(p => p is not null) : null;
    }

    private static List<Dictionary<string, string>> Groups(string text)
    {
        var groups = new List<Dictionary<string, string>>();
        Dictionary<string, string>? group = null;
        string? last = null;
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd('\r')))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (string.IsNullOrWhiteSpace(line))
                group = null;
            else if (line[0] is ' ' or '\t' && group is not null && last is not null)
                group[last] += " " + line.Trim();
            else if (colon > 0)
            {
                if (group is null)
                    groups.Add(group = []);
                last = line[..colon].Trim().ToLowerInvariant();
                group[last] = line[(colon + 1)..].Trim();
            }
        }

        return groups;
    }

    private static string OneLine(string words)
    {
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > MaxReason ? line[..MaxReason] : line;
    }
}
