using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Web.Shell.Languages;

/// <summary>
/// The sentences that the portal's scripts say, for a page that is not English; <c>words.js</c> looks them up by their English text.
/// </summary>
internal sealed partial class ScriptWords(IWebHostEnvironment environment)
{
    private readonly Lazy<IReadOnlyList<string>> keys = new(() => Find(environment));

    /// <summary>The sentences in the language of the thread as a JSON object; null in English, which the scripts have themselves.</summary>
    public string? Json() =>
        Words.Formats(CultureInfo.CurrentUICulture) == CultureInfo.InvariantCulture && !PseudoLanguage.Is(CultureInfo.CurrentUICulture)
            ? null
            : JsonSerializer.Serialize(keys.Value.ToDictionary(k => k, k => Words.Of(k)));

    private static List<string> Find(IWebHostEnvironment environment) =>
    [
        .. from folder in (string[])["js", "js/editor"]
           from file in environment.WebRootFileProvider.GetDirectoryContents(folder)
           where file.Name.EndsWith(".js", StringComparison.Ordinal)
           from Match said in Said().Matches(Text(file))
           select said.Groups[1].Value into key
           group key by key into once
           select once.Key,
    ];

    private static string Text(Microsoft.Extensions.FileProviders.IFileInfo file)
    {
        using var reader = new StreamReader(file.CreateReadStream());
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\bt\('([^'\\]*)'")]
    private static partial Regex Said();
}
