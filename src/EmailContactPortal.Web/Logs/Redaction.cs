using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EmailContactPortal.Web.Logs;

/// <summary>
/// The net under all logs: masks e-mail addresses and whatever opens something (tokens of mails, API keys, cookies, passwords in
/// addresses), because messages of mail servers, CRMs, databases and exceptions are not ours to word.
/// </summary>
internal static partial class Redaction
{
    private const string Address = "[address]";
    private const int LocalMax = 320;
    private const int DomainMax = 255;

    /// <summary>The text as it may be kept; the same object when there was nothing to hide.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Mask(string? text)
    {
        if (string.IsNullOrEmpty(text)) return text;
        text = PublicAddress().Replace(MaskAddresses(text), "/$1/[token]");
        text = Token().Replace(text, "[token]");
        text = ReturnPath().Replace(text, "[token]");
        text = Key().Replace(text, "[key]");
        text = Credentials().Replace(text, "$1 [secret]");
        return Named().Replace(text, "$1[secret]");
    }

    // By hand, because a pattern that looks for the local part first takes quadratic time on long words.
    private static string MaskAddresses(string text)
    {
        StringBuilder? masked = null;
        var copied = 0;
        for (var at = NextAt(text, 0, out var width); at >= 0; at = NextAt(text, at + width, out width))
        {
            var (start, end) = (Start(text, at, copied), End(text, at + width));
            if (start == at || end == at + width) continue;
            (masked ??= new StringBuilder(text.Length)).Append(text, copied, start - copied).Append(Address);
            copied = end;
        }

        return masked?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    /// <summary>The next at sign, plain, percent-encoded or full-width.</summary>
    private static int NextAt(string text, int from, out int width)
    {
        var plain = from < text.Length ? text.AsSpan(from).IndexOfAny('@', '＠') : -1;
        var encoded = from < text.Length ? text.AsSpan(from).IndexOf("%40", StringComparison.Ordinal) : -1;
        width = encoded >= 0 && (plain < 0 || encoded < plain) ? 3 : 1;
        var found = width == 3 ? encoded : plain;
        return found < 0 ? -1 : from + found;
    }

    private static int Start(string text, int at, int from)
    {
        from = Math.Max(from, at - LocalMax);
        // "ann lee"@example.com
        if (at > from && text[at - 1] == '"' && text.LastIndexOf('"', at - 2 < 0 ? 0 : at - 2) is var quote && quote >= from) return quote;
        var start = at;
        while (start > from && IsLocal(text[start - 1])) start--;
        return start;
    }

    private static int End(string text, int from)
    {
        var end = from;
        while (end < text.Length && end - from < DomainMax && IsDomain(text[end])) end++;
        while (end > from && text[end - 1] is '.' or '-' or ':') end--;
        return end;
    }

    private static bool IsLocal(char c) =>
        IsWordly(c) || c is '.' or '!' or '#' or '$' or '%' or '*' or '+' or '-' or '^' or '_' or '~' or '\'' or '`';

    private static bool IsDomain(char c) => IsWordly(c) || c is '.' or '-' or '[' or ']' or ':' or '。';

    // Letters of all scripts, and what people write into addresses without seeing it.
    private static bool IsWordly(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;

    [GeneratedRegex(@"/(o|c|v|u|s|preferences|join/confirm)/[A-Za-z0-9_%-]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex PublicAddress();

    /// <summary>A public token: ids below 2^34 begin with five times A.</summary>
    [GeneratedRegex(@"(?<![A-Za-z0-9_-])AAAAA[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])")]
    private static partial Regex Token();

    /// <summary>The local part of a return path without its domain.</summary>
    [GeneratedRegex(@"(?<![a-z0-9])[bu]aaaaaa[a-z2-7]{33}(?![a-z0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex ReturnPath();

    /// <summary>API keys, and what data protection made: cookies, form tokens, stored secrets.</summary>
    [GeneratedRegex(@"(?:ecp_|CfDJ8)[A-Za-z0-9_-]{8,}")]
    private static partial Regex Key();

    [GeneratedRegex(@"\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{4,}", RegexOptions.IgnoreCase)]
    private static partial Regex Credentials();

    [GeneratedRegex(
        @"((?:password|passwd|pwd|secret|token|access_?key|api_?key|accesskey|session_?name|sessionid|code)"
            + @"[""']?\s?[=:]\s?[""']?)[^\s&""';,<>\]\[]{3,}",
        RegexOptions.IgnoreCase)]
    private static partial Regex Named();
}
