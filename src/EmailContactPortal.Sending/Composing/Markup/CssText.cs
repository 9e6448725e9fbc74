using System.Text;
using System.Text.RegularExpressions;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>
/// Cuts style text into rules and declarations without touching their values: mail programs are picky about how colours and lengths are
/// written.
/// </summary>
internal static partial class CssText
{
    internal sealed record Rule(string Selector, string Body, string Text);

    internal sealed record Declaration(string Property, string Value, bool IsImportant);

    internal static IEnumerable<Rule> Rules(string css)
    {
        var text = WithoutComments(css).Replace("<!--", "", StringComparison.Ordinal).Replace("-->", "", StringComparison.Ordinal);
        var start = 0;
        while (start < text.Length)
        {
            var open = text.IndexOfAny(['{', ';'], start);
            if (open < 0)
                yield break;
            // A statement without a body, such as @import.
            var isStatement = text[open] == ';';
            var end = isStatement ? open : BodyEnd(text, open);
            var selector = text[start..open].Trim();
            var whole = text[start..Math.Min(end + 1, text.Length)].Trim();
            var body = isStatement ? "" : text[(open + 1)..Math.Min(end, text.Length)];
            start = end + 1;
            if (whole.Length > 1)
                yield return new Rule(isStatement ? "@" : selector, body, whole);
        }
    }

    internal static IEnumerable<Declaration> Declarations(string body)
    {
        foreach (var part in SplitTop(body))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                continue;
            var value = part[(colon + 1)..].Trim();
            var important = Important().Match(value);
            if (important.Success)
                value = value[..important.Index].TrimEnd();
            if (value.Length > 0)
                yield return new Declaration(part[..colon].Trim(), value, important.Success);
        }
    }

    // One that is not closed goes on to the end, as browsers read it.
    private static string WithoutComments(string css)
    {
        var output = new StringBuilder();
        var at = 0;
        for (var open = css.IndexOf("/*", StringComparison.Ordinal); open >= 0; open = css.IndexOf("/*", at, StringComparison.Ordinal))
        {
            output.Append(css, at, open - at);
            var close = css.IndexOf("*/", open + 2, StringComparison.Ordinal);
            if (close < 0)
                return output.ToString();
            at = close + 2;
        }

        return output.Append(css, at, css.Length - at).ToString();
    }

    private static int BodyEnd(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '{')
                depth++;
            else if (text[i] == '}' && --depth == 0)
                return i;
        }

        return text.Length;
    }

    // A semicolon inside quotes or brackets (data addresses) does not end a declaration.
    private static IEnumerable<string> SplitTop(string body)
    {
        var (start, depth, quote) = (0, 0, '\0');
        for (var i = 0; i < body.Length; i++)
        {
            var c = body[i];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'')
                quote = c;
            else if (c == '(')
                depth++;
            else if (c == ')')
                depth--;
            else if (c == ';' && depth <= 0)
            {
                yield return body[start..i];
                start = i + 1;
            }
        }

        yield return body[start..];
    }

    [GeneratedRegex(@"!\s*important\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Important();
}
