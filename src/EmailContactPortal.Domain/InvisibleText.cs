using System.Globalization;
using System.Text;

namespace EmailContactPortal.Domain;

/// <summary>Characters that nobody sees: they come along when text is copied, and make two spellings of what looks like one.</summary>
public static class InvisibleText
{
    /// <summary>Takes blanks, line ends and invisible characters off both ends.</summary>
    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsNothing(text, start, out var length)) start += length;
        while (end > start
            && IsNothing(
                text, end - (end - start > 1 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]) ? 2 : 1),
                out var length)) end -= length;
        return start == 0 && end == text.Length ? text : text[start..end];
    }

    /// <summary>The first invisible character by name, or null.</summary>
    public static string? Find(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < 127) continue;
            if (!Rune.TryGetRuneAt(text, i, out var rune)) return $"half a character (U+{(int)text[i]:X4})";
            if (IsInvisible(rune)) return NameOf(rune);
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
                return $"U+{rune.Value:X4}, which is no character";
            i += rune.Utf16SequenceLength - 1;
        }

        return null;
    }

    private static bool IsNothing(string text, int at, out int length)
    {
        if (!Rune.TryGetRuneAt(text, at, out var rune))
        {
            length = 1;
            return false;
        }

        length = rune.Utf16SequenceLength;
        return Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || IsInvisible(rune);
    }

    // Fillers, joiners and variation selectors are letters or marks by their category, and still show nothing.
    private static bool IsInvisible(Rune rune) => rune.Value > 126
        && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x180B or 0x180C or 0x180D or 0x180F or 0x2800 or 0x3164
                or 0xFFA0 or 0xFFFC
            || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF));

    private static string NameOf(Rune rune)
    {
        var name = rune.Value switch
        {
            0x00AD => "soft hyphen",
            0x200B => "zero width space",
            0x200C => "zero width non-joiner",
            0x200D => "zero width joiner",
            0x200E => "left-to-right mark",
            0x200F => "right-to-left mark",
            >= 0x202A and <= 0x202E => "change of writing direction",
            0x2060 => "word joiner",
            >= 0x2066 and <= 0x2069 => "change of writing direction",
            0xFEFF => "byte-order mark",
            >= 0xFE00 and <= 0xFE0F => "variation selector",
            _ => "",
        };
        return name.Length == 0 ? $"U+{rune.Value:X4}" : $"{name}, U+{rune.Value:X4}";
    }
}
