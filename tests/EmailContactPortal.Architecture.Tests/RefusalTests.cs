using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EmailContactPortal.Architecture.Tests;

/// <summary>
/// Refusals and their sentences, one for one: what the code names stands in the file of words, and nothing stands there that nobody says.
/// </summary>
public sealed partial class RefusalTests
{
    private static readonly HashSet<string> English =
        [.. XDocument.Load(Path.Combine(SourceTree.Root, "src/EmailContactPortal.Domain/Wording/Words.resx")).Root!.Elements("data")
            .Select(d => (string)d.Attribute("name")!)];

    [Fact]
    public void Every_refusal_has_its_sentence()
    {
        var named = SourceTree.Product.SelectMany(f => FirstArguments(f.Text).SelectMany(a => Key().Matches(a)
            .Select(m => m.Groups[1].Value))).Distinct().ToList();

        Assert.InRange(named.Count, 150, 1000);
        Assert.Empty(named.Except(English));
    }

    [Fact]
    public void Every_sentence_of_a_refusal_is_said_somewhere()
    {
        var literals = SourceTree.Product.SelectMany(f => Key().Matches(f.Text).Select(m => m.Groups[1].Value)).ToHashSet();

        Assert.Empty(English.Where(k => Key().IsMatch($"\"{k}\"")).Except(literals));
    }

    [Fact]
    public void Every_refusal_names_a_thing_and_a_reason() =>
        Assert.Empty(SourceTree.Product.SelectMany(f => FirstArguments(f.Text).SelectMany(a => Literal().Matches(a)
            .Select(m => m.Groups[1].Value))).Where(k => !Key().IsMatch($"\"{k}\"")).Distinct());

    /// <summary>The wording that each refusal in a file begins with, up to the first comma or the closing bracket.</summary>
    private static IEnumerable<string> FirstArguments(string text)
    {
        foreach (Match call in Refusal().Matches(text))
        {
            var (from, depth, at) = (call.Index + call.Length, 0, call.Index + call.Length);
            for (; at < text.Length && (depth > 0 || text[at] is not (',' or ')')); at++)
            {
                if (text[at] is '(' or '[') depth++;
                else if (text[at] is ')' or ']') depth--;
            }

            yield return text[from..at];
        }
    }

    [GeneratedRegex(@"\bProblem\.(?:Invalid|NotFound|Gone|Conflict|Forbidden|TooLarge)\(")]
    private static partial Regex Refusal();

    [GeneratedRegex("\"([a-z][a-z0-9-]*(?:\\.[A-Za-z][A-Za-z0-9-]*){1,2})\"")]
    private static partial Regex Key();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Literal();
}
