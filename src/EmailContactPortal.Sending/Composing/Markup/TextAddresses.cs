using System.Globalization;
using System.Text;
using EmailContactPortal.Domain.Templates;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>Finds the web addresses in a text that a person wrote, and where each ends.</summary>
internal sealed class TextAddresses(TagPlaceholders placeholders)
{
    private const string Between = "://";
    private const string AtItsEnd = ".,;:!?'([";

    /// <summary>The text with each address as <paramref name="write"/> says it; tags stand as marks.</summary>
    internal string Rewrite(string marked, Func<string, string> write)
    {
        var output = new StringBuilder();
        var at = 0;
        while (Find(marked, at) is var (start, rest))
        {
            var end = End(marked, start, rest);
            output.Append(marked, at, start - at).Append(end > rest ? write(marked[start..end]) : marked[start..rest]);
            at = Math.Max(end, rest);
        }

        return output.Append(marked, at, marked.Length - at).ToString();
    }

    // Where an address begins and where its scheme ends.
    private static (int Start, int Host)? Find(string text, int at)
    {
        for (var i = text.IndexOf(Between, at, StringComparison.Ordinal); i
            >= 0; i = text.IndexOf(Between, i + 1, StringComparison.Ordinal))
        {
            var before = text.AsSpan(at, i - at);
            if (before.EndsWith("https", StringComparison.OrdinalIgnoreCase))
                return (i - 5, i + Between.Length);
            if (before.EndsWith("http", StringComparison.OrdinalIgnoreCase))
                return (i - 4, i + Between.Length);
        }

        return null;
    }

    private int End(string text, int start, int at)
    {
        var isQuoted = start > 0 && text[start - 1] == '\'';
        var open = new Stack<char>();
        while (at < text.Length && Next(text, at, open, isQuoted) is var next && next > at)
            at = next;
        while (at > start && AtItsEnd.Contains(text[at - 1], StringComparison.Ordinal))
            at--;
        return at;
    }

    /// <summary>Behind the next piece that belongs to the address; the same place when none does.</summary>
    private int Next(string text, int at, Stack<char> open, bool isQuoted)
    {
        var c = text[at];
        if (c is '(' or '[')
        {
            open.Push(c == '(' ? ')' : ']');
            return at + 1;
        }

        if (c is ')' or ']')
        {
            if (!open.TryPeek(out var expected) || expected != c)
                return at;
            open.Pop();
            return at + 1;
        }

        if (TagPlaceholders.BeginsMark(c))
            return Mark(text, at, open, isQuoted);
        if (c == '\'')
            return isQuoted ? at : at + 1;
        if (char.IsAscii(c))
            return char.IsAsciiLetterOrDigit(c) || "-._~:/?#@!$&+,;=%".Contains(c, StringComparison.Ordinal) ? at + 1 : at;
        return Rune.TryGetRuneAt(text, at, out var rune) && IsWord(rune) ? at + rune.Utf16SequenceLength : at;
    }

    // A field belongs to it; a block does when it ends before the address does.
    private int Mark(string text, int at, Stack<char> open, bool isQuoted)
    {
        var (mark, tag) = placeholders.PieceAt(text, at);
        if (tag?.Kind == TokenKind.Field)
            return at + mark.Length;
        if (tag?.Kind is not (TokenKind.If or TokenKind.Unless))
            return at;
        var (depth, inside) = (1, at + mark.Length);
        while (depth > 0 && inside < text.Length)
        {
            if (!TagPlaceholders.BeginsMark(text[inside]))
            {
                var next = Next(text, inside, open, isQuoted);
                if (next == inside)
                    return at;
                inside = next;
                continue;
            }

            var (piece, inner) = placeholders.PieceAt(text, inside);
            depth += inner?.Kind switch { TokenKind.If or TokenKind.Unless => 1, TokenKind.End => -1, _ => 0 };
            inside += piece.Length;
        }

        return depth == 0 ? inside : at;
    }

    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark;
}
