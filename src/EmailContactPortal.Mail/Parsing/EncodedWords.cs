using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EmailContactPortal.Mail.Parsing;

/// <summary>Decodes RFC 2047 encoded words in unstructured text and display names.</summary>
internal static partial class EncodedWords
{
    /// <summary>The text with every readable encoded word decoded; unreadable ones stay as they are.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains("=?", StringComparison.Ordinal)) return text;
        // White space between two adjacent encoded words is not shown (RFC 2047 6.2); a character may be split over them.
        var joined = BetweenWords().Replace(text, "?==?");
        var result = new StringBuilder();
        var position = 0;
        var run = new List<(string Charset, byte[] Bytes)>();
        foreach (Match word in Word().Matches(joined))
        {
            if (word.Index != position || run.Count == 0)
            {
                Flush(run, result);
                result.Append(joined, position, word.Index - position);
            }

            if (DecodeBytes(word) is { } bytes) run.Add((word.Groups["charset"].Value, bytes));
            else result.Append(word.Value);
            position = word.Index + word.Length;
        }

        Flush(run, result);
        return result.Append(joined, position, joined.Length - position).ToString();
    }

    private static void Flush(List<(string Charset, byte[] Bytes)> run, StringBuilder result)
    {
        for (var i = 0; i < run.Count;)
        {
            var charset = run[i].Charset;
            var bytes = new List<byte>();
            for (; i < run.Count && run[i].Charset.Equals(charset, StringComparison.OrdinalIgnoreCase); i++) bytes.AddRange(run[i].Bytes);
            result.Append(Charsets.Find(charset).GetString([.. bytes]));
        }

        run.Clear();
    }

    private static byte[]? DecodeBytes(Match word)
    {
        var text = word.Groups["text"].Value;
        if (word.Groups["encoding"].ValueSpan[0] is 'Q' or 'q') return DecodeQ(text);
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : null;
    }

    private static byte[] DecodeQ(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_') bytes.Add((byte)' ');
            else if (text[i] == '=' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else bytes.Add((byte)text[i]);
        }

        return [.. bytes];
    }

    [GeneratedRegex(@"=\?(?<charset>[^?\s*]+)(\*[^?\s]*)?\?(?<encoding>[BbQq])\?(?<text>[^?\s]*)\?=", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"\?=\s+=\?", RegexOptions.CultureInvariant)]
    private static partial Regex BetweenWords();
}

/// <summary>Finds charsets by the names that mail uses.</summary>
internal static class Charsets
{
    static Charsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The named charset, or UTF-8 when the name is unknown.</summary>
    public static Encoding Find(string? name)
    {
        try
        {
            return string.IsNullOrEmpty(name) ? Encoding.UTF8 : Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }
}
