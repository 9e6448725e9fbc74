using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EmailContactPortal.Architecture.Tests;

/// <summary>The sentences of pages: each stands once in each language’s file, and none there is said nowhere.</summary>
public sealed partial class PageWordsTests
{
    private const string Folder = "src/EmailContactPortal.Domain/Wording";

    /// <summary>What a number with its noun begins with.</summary>
    private const string Number = "{0:N0} ";

    /// <summary>What strangers read; it is whole in every language.</summary>
    private static readonly string[] ReadByRecipients =
    [
        "src/EmailContactPortal.Web/Public/", "src/EmailContactPortal.Web/Shell/Pages/",
        "src/EmailContactPortal.Web/Views/Shared/Error.cshtml",
        "src/EmailContactPortal.Web/Views/Shared/_Alone.cshtml", "src/EmailContactPortal.Web/Features/Account/PasswordResets.cs",
    ];

    private static List<SourceFile> Sources { get; } = [.. SourceTree.Product, .. SourceTree.Views, .. SourceTree.Scripts];

    private static List<(string Key, string Text)> English { get; } = Read("Words.resx");

    [Fact]
    public void Every_sentence_of_a_page_stands_in_the_English_file()
    {
        var known = English.Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Sources.SelectMany(f => Keys(f).Where(k => k != Number && !known.Contains(k)).Select(k => $"{f.Path}: {k}")));
    }

    [Fact]
    public void Every_noun_that_is_counted_stands_in_the_English_file_for_many_and_for_one()
    {
        var nouns = Sources.SelectMany(f => Counted().Matches(f.Text)).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var known = English.Where(e => e.Key.StartsWith(Number, StringComparison.Ordinal)).Select(e => e.Key[Number.Length..])
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(nouns.Except(known, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_sentence_of_the_English_file_is_said_somewhere()
    {
        var said = Sources.SelectMany(Keys).ToHashSet(StringComparer.Ordinal);
        var text = string.Join('\n', Sources.Select(f => f.Text));
        var unsaid = English.Select(e => e.Key)
            .Where(k => !k.StartsWith(Number, StringComparison.Ordinal) && !said.Contains(k)
                && !text.Contains(Literal(k), StringComparison.Ordinal)).ToList();
        Assert.Empty(unsaid);
    }

    [Fact]
    public void No_sentence_stands_twice_in_a_file() =>
        Assert.Empty(Files().SelectMany(f => Read(f).GroupBy(e => e.Key, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
            .Select(g => $"{f}: {g.Key}")));

    [Fact]
    public void A_sentence_of_a_page_is_found_by_its_English_text() =>
        Assert.Empty(English.Where(e => !CodeOfProblem().IsMatch(e.Key) && e.Key != e.Text).Select(e => e.Key));

    [Fact]
    public void Other_languages_fill_the_same_values_into_sentences_that_English_has()
    {
        var places = English.ToLookup(e => e.Key, e => Places(e.Text), StringComparer.Ordinal);
        Assert.Empty(Files().SelectMany(f => Read(f).Where(e => !places[e.Key].Contains(Places(e.Text))).Select(e => $"{f}: {e.Key}")));
    }

    [Fact]
    public void What_recipients_read_is_whole_in_every_language()
    {
        var wanted = Sources.Where(f => ReadByRecipients.Any(p => f.Path.StartsWith(p, StringComparison.Ordinal))).SelectMany(Keys)
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.True(wanted.Count > 30);
        Assert.Empty(Files().SelectMany(f => wanted.Except(Read(f).Select(e => e.Key), StringComparer.Ordinal).Select(k => $"{f}: {k}")));
    }

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, Folder), "Words*.resx").Select(f => Path.GetFileName(f));

    private static List<(string Key, string Text)> Read(string file) =>
        [.. XDocument.Load(Path.Combine(SourceTree.Root, Folder, file)).Root!.Elements("data")
            .Select(d => ((string)d.Attribute("name")!, (string)d.Element("value")!))];

    private static IEnumerable<string> Keys(SourceFile file) =>
        file.Path.EndsWith(".js", StringComparison.Ordinal)
            ? SaidByScript().Matches(file.Text).Select(m => m.Groups[1].Value)
            : Said().Matches(file.Text).Select(m => string.Concat(m.Groups[1].Captures.Select(c => Regex.Unescape(c.Value))));

    private static string Literal(string key) =>
        $"\"{key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Places(string sentence) =>
        string.Join(' ', Place().Matches(sentence).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));

    /// <summary>A sentence in a view or in code; one that is longer than a line may be written in pieces.</summary>
    [GeneratedRegex(
        """(?:\b[TH]\[|\bWords\.(?:Of\(|Inside\(|In\([\w.]+,))\s*"(?<1>(?:[^"\\]|\\.)*)"(?:\s*\+\s*"(?<1>(?:[^"\\]|\\.)*)")*""")]
    private static partial Regex Said();

    [GeneratedRegex(@"\bt\('([^'\\]*)'")]
    private static partial Regex SaidByScript();

    [GeneratedRegex(@"\bCounted\.(?:Of|Noun)\(.+?, ""([a-z][a-z ]*)""\)")]
    private static partial Regex Counted();

    [GeneratedRegex(@"(?<!\{)\{(\d+)[^{}]*\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"^[a-z0-9-]+(\.[a-zA-Z0-9-]+)+$")]
    private static partial Regex CodeOfProblem();
}
