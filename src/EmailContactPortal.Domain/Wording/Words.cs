using System.Globalization;
using System.Resources;

namespace EmailContactPortal.Domain.Wording;

/// <summary>
/// Every sentence that people read, one file for each language: <c>Words.resx</c> holds the English ones, <c>Words.fi.resx</c> the Finnish.
/// Sentences of pages are found by their English text, refusals by their code. What a language lacks is told in English.
/// </summary>
public sealed class Words
{
    private static readonly ResourceManager Sentences = new(typeof(Words));
    private static readonly Lazy<IReadOnlyList<CultureInfo>> Found = new(FindLanguages);

    private Words()
    {
    }

    /// <summary>The language of marketers and of everything that is told to nobody in particular.</summary>
    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en");

    /// <summary>English, then every language that has a file beside the program.</summary>
    public static IReadOnlyList<CultureInfo> Languages => Found.Value;

    /// <summary>
    /// The sentence of a key in the language of the thread (<see cref="CultureInfo.CurrentUICulture"/>), filled with values; the key itself
    /// when no language has it.
    /// </summary>
    public static string Of(string key, params object?[] values) => In(CultureInfo.CurrentUICulture, key, values);

    /// <summary>
    /// A name that stands alone elsewhere, as it stands inside a sentence; keys that differ by the size of letters only are one key to the
    /// files.
    /// </summary>
    public static string Inside(string key) =>
        Of(key) is { Length: > 0 } name ? char.ToLower(name[0], CultureInfo.CurrentUICulture) + name[1..] : "";

    /// <summary>The sentence of a key in one language.</summary>
    public static string In(CultureInfo language, string key, params object?[] values)
    {
        var sentence = PseudoLanguage.Is(language)
            ? Sentences.GetString(key, English) is { } english ? PseudoLanguage.Of(english) : key
            : Sentences.GetString(key, language) ?? key;
        return values.Length == 0 ? sentence : string.Format(Formats(language), sentence, values);
    }

    /// <summary>How numbers and dates are written in a language; English has one way, whatever the machine is set to.</summary>
    public static CultureInfo Formats(CultureInfo language) =>
        PseudoLanguage.Is(language) || language.TwoLetterISOLanguageName == English.Name ? CultureInfo.InvariantCulture : language;

    /// <summary>Speaks a language for the rest of this flow of calls.</summary>
    public static void Speak(CultureInfo language)
    {
        CultureInfo.CurrentUICulture = language;
        CultureInfo.CurrentCulture = Formats(language);
    }

    /// <summary>Whether the English file has a sentence for the key.</summary>
    public static bool Has(string key) => Sentences.GetString(key, CultureInfo.InvariantCulture) is not null;

    private static IReadOnlyList<CultureInfo> FindLanguages() =>
    [
        English,
        .. from file in Directory.EnumerateFiles(AppContext.BaseDirectory, typeof(Words).Assembly.GetName().Name + ".resources.dll", Beside)
           let language = Culture(Path.GetFileName(Path.GetDirectoryName(file)!))
           where language is not null && Sentences.GetResourceSet(language, createIfNotExists: true, tryParents: false) is not null
           orderby language.Name
           select language,
    ];

    private static EnumerationOptions Beside { get; } = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 1,
        IgnoreInaccessible = true,
    };

    private static CultureInfo? Culture(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
