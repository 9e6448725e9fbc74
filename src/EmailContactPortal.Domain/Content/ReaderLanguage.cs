using System.Globalization;
using System.Text.Json;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Domain.Content;

/// <summary>
/// In which language somebody outside is spoken to: that of the person's own language field, else of the browser. Only languages that have
/// a file are found.
/// </summary>
public static class ReaderLanguage
{
    /// <summary>Longer values name no language, characters.</summary>
    private const int MaxName = 40;

    /// <summary>What CSV files and CRMs call the field, the surest first; labels of a CRM's own fields are read the same way.</summary>
    private static readonly string[] Fields = ["language", "lang", "kieli", "preferred_language", "language_code", "lang_code",
        "asiointikieli", "locale"];

    /// <summary>The language that a person's fields name; null when they name none that is known here.</summary>
    /// <param name="values">The person's fields as frozen at launch.</param>
    /// <param name="fields">The fields of the group, for what people call them.</param>
    public static CultureInfo? OfPerson(string values, string fields)
    {
        var own = FieldValues.Read(values);
        if (own.Count == 0) return null;
        var labels = Labels(fields);
        return Fields
            .SelectMany(name => labels.Where(f => MergeFields.KeyOf(f?.Label ?? "") == name).Select(f => f!.Key).Prepend(name))
            .Select(key => Named(own.GetValueOrDefault(key ?? "", "")))
            .FirstOrDefault(language => language is not null);
    }

    /// <summary>
    /// The language of a value such as <c>fi</c>, <c>fi-FI</c>, <c>Finnish</c> or <c>suomi</c>; null when it is none that is known here.
    /// </summary>
    public static CultureInfo? Named(string value)
    {
        if (value.Length > MaxName) return null;
        var name = value.Trim();
        var first = name.Split(['-', '_', ' ', '(', ',', ';'], 2)[0];
        return first.Length == 0 ? null : Words.Languages.FirstOrDefault(l => Names(l).Any(n => Same(n, name) || Same(n, first)));
    }

    /// <summary>The first of a browser's languages, best first, that has a file.</summary>
    public static CultureInfo? OfBrowser(IEnumerable<string> tags) => tags.Select(Tagged).FirstOrDefault(language => language is not null);

    private static CultureInfo? Tagged(string tag) =>
        Words.Languages.FirstOrDefault(l => Same(tag, l.Name) || tag.StartsWith(l.Name + "-", StringComparison.OrdinalIgnoreCase));

    private static string[] Names(CultureInfo language) =>
        [language.Name, language.TwoLetterISOLanguageName, language.ThreeLetterISOLanguageName, language.EnglishName, language.NativeName];

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static MemberField?[] Labels(string fields)
    {
        try
        {
            return JsonSerializer.Deserialize<MemberField?[]>(fields, JsonSerializerOptions.Web) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
