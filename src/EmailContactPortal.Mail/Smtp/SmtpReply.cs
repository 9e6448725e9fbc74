namespace EmailContactPortal.Mail.Smtp;

/// <summary>A server's answer: code, enhanced status code where given (RFC 3463), and its text.</summary>
public sealed record SmtpReply(int Code, string Text, string? EnhancedCode = null)
{
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>The answer on one line, for people and for the delivery's row.</summary>
    public override string ToString()
    {
        var text = Text.ReplaceLineEndings(" ");
        return EnhancedCode is null ? $"{Code} {text}" : $"{Code} {EnhancedCode} {text}";
    }

    /// <summary>Makes an answer of a code and the lines behind it, joined by line feeds.</summary>
    internal static SmtpReply Create(int code, string text)
    {
        text = Clean(text);
        var end = text.AsSpan().IndexOfAny(' ', '\n');
        var first = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        if (!IsEnhanced(first, code))
            return new SmtpReply(code, text);

        var enhanced = first.ToString();
        // Every line of an answer repeats the enhanced code (RFC 2034 4).
        return new SmtpReply(code, text.Replace($"\n{enhanced} ", "\n", StringComparison.Ordinal)[first.Length..].TrimStart(), enhanced);
    }

    // What a server writes ends up on pages and in logs: no control characters from it.
    private static string Clean(string text) =>
        text.Any(IsUnwanted)
            ? string.Create(text.Length, text, (span, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                    span[i] = IsUnwanted(source[i]) ? ' ' : source[i];
            })
            : text;

    private static bool IsUnwanted(char c) => char.IsControl(c) && c != '\n';

    private static bool IsEnhanced(ReadOnlySpan<char> text, int code)
    {
        var part = 0;
        foreach (var range in text.Split('.'))
        {
            var number = text[range];
            if (number.IsEmpty || number.Length > 3 || number.ContainsAnyExceptInRange('0', '9')
                || part++ == 0 && (number.Length != 1 || number[0] - '0' != code / 100))
                return false;
        }

        return part == 3;
    }
}
