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

    private Words()
    {
    }

    /// <summary>The sentence of a key in the language of the thread (<see cref="CultureInfo.CurrentUICulture"/>), filled with values; the key itself when no language has it.</summary>
    public static string Of(string key, params object?[] values) => In(CultureInfo.CurrentUICulture, key, values);

    /// <summary>The sentence of a key in one language.</summary>
    public static string In(CultureInfo language, string key, params object?[] values)
    {
        var sentence = Sentences.GetString(key, language) ?? key;
        return values.Length == 0 ? sentence : string.Format(CultureInfo.CurrentCulture, sentence, values);
    }

    /// <summary>Whether the English file has a sentence for the key.</summary>
    public static bool Has(string key) => Sentences.GetString(key, CultureInfo.InvariantCulture) is not null;
}
