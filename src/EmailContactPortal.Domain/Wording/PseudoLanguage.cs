using System.Globalization;
using System.Text;

namespace EmailContactPortal.Domain.Wording;

/// <summary>
/// English with foreign letters and brackets, <c>⟦Ŝéñţéñçé⟧</c>, for those who look for what does not come from <see cref="Words"/> yet.
/// Places for values, tags and entities stay as they are. It has no file, and is offered in Development and to tests only.
/// </summary>
public static class PseudoLanguage
{
    public const char Opens = '⟦';
    public const char Closes = '⟧';

    private const string Plain = "aceghijklnorstuwyzACEGHIJKLNORSTUWYZ";
    private const string Foreign = "áçéğĥíĵķļñóřšţúŵýžÁÇÉĞĤÍĴĶĻÑÓŘŠŢÚŴÝŽ";

    /// <summary>What a browser asks for to read it.</summary>
    public static CultureInfo Culture { get; } = CultureInfo.GetCultureInfo("qps-ploc");

    /// <summary>Whether a language is this one.</summary>
    public static bool Is(CultureInfo language) => language.Name.Equals(Culture.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>An English sentence in it.</summary>
    public static string Of(string english)
    {
        var text = new StringBuilder(english.Length + 2).Append(Opens);
        var end = '\0';
        for (var i = 0; i < english.Length; i++)
        {
            var c = english[i];
            if (end == '\0') end = EndOf(english, i);
            text.Append(end == '\0' && Plain.IndexOf(c, StringComparison.Ordinal) is var at and >= 0 ? Foreign[at] : c);
            if (c == end) end = '\0';
        }

        return text.Append(Closes).ToString();
    }

    // What closes the piece that begins here and has to stay; nothing for a letter of the sentence.
    private static char EndOf(string sentence, int at) => sentence[at] switch
    {
        '{' => '}',
        '<' => '>',
        '&' when sentence.IndexOf(';', at) is var end and > 0 && end - at < 9
            && !sentence[at..end].Contains(' ', StringComparison.Ordinal) =>
            ';',
        _ => '\0',
    };
}
