using AngleSharp.Css;
using AngleSharp.Css.Dom;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>
/// A selector taken apart into its compounds, which are looked up one after the other from the left: what it costs grows with its length
/// and with the elements, where trying ancestors again and again grows with the power of its length.
/// </summary>
internal sealed class CssSelector
{
    private const int MaxLength = 500;
    private const int MaxCompounds = 12;

    private static readonly CssSelectorParser Parser = new();
    private readonly List<(char Combinator, string Text, ISelector Selector)> _compounds;

    private CssSelector(List<(char, string, ISelector)> compounds, Priority specificity) =>
        (_compounds, Specificity) = (compounds, specificity);

    internal Priority Specificity { get; }

    /// <summary>
    /// A selector without pseudo-classes; null when it is not understood or not worth the work, and its rule stays in the style sheet.
    /// </summary>
    internal static CssSelector? Read(string written)
    {
        var text = written.Trim();
        if (text.Length is 0 or > MaxLength || Parser.ParseSelector(text) is not { } whole
            || Cut(text) is not { Count: <= MaxCompounds } pieces)
            return null;
        var compounds = new List<(char, string, ISelector)>();
        foreach (var (combinator, piece) in pieces)
        {
            if (Parser.ParseSelector(piece) is not { } selector)
                return null;
            compounds.Add((combinator, piece, selector));
        }

        return new CssSelector(compounds, whole.Specificity);
    }

    /// <summary>The elements it means.</summary>
    internal IReadOnlyList<IElement> Find(ElementIndex index, ContentBudget budget, int? line)
    {
        // Reading a selector costs some looks, going over all elements one for eight.
        index.Look(40, line);
        bool[] here = _compounds.Count > 1 ? new bool[index.Elements.Length] : [];
        var matched = new List<int>();
        for (var i = 0; i < _compounds.Count; i++)
        {
            var (combinator, text, selector) = _compounds[i];
            var reached = i == 0 ? null : Reached(index, here, combinator);
            matched = [];
            foreach (var candidate in index.Candidates(text))
            {
                index.Look(1, line);
                if (reached?[candidate] != false && selector.Match(index.Elements[candidate], null))
                    matched.Add(candidate);
            }

            budget.Spend(() => line);
            if (matched.Count == 0)
                return [];
            if (i == _compounds.Count - 1)
                break;
            index.Look(here.Length / 8, line);
            Array.Clear(here);
            foreach (var element in matched)
                here[element] = true;
        }

        return [.. matched.Select(m => index.Elements[m])];
    }

    // Which elements stand where the combinator says, seen from those matched so far.
    private static bool[] Reached(ElementIndex index, bool[] from, char combinator)
    {
        var reached = new bool[from.Length];
        for (var i = 0; i < reached.Length; i++)
        {
            var before = combinator is ' ' or '>' ? index.Parents[i] : index.Previous[i];
            reached[i] = before >= 0 && (from[before] || combinator is ' ' or '~' && reached[before]);
        }

        return reached;
    }

    private static List<(char Combinator, string Text)>? Cut(string text)
    {
        var pieces = new List<(char, string)>();
        var (start, brackets, quote, combinator) = (0, 0, '\0', ' ');
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ' ';
            if (i < text.Length && quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (i < text.Length && brackets > 0)
                (brackets, quote) = (c == ']' ? 0 : 1, c is '"' or '\'' ? c : '\0');
            else if (c == '[')
                brackets = 1;
            else if (c == '\\')
                i++;
            else if (char.IsWhiteSpace(c) || c is '>' or '+' or '~')
            {
                if (i > start)
                {
                    pieces.Add((combinator, text[start..Math.Min(i, text.Length)]));
                    combinator = ' ';
                }

                if (!char.IsWhiteSpace(c))
                    combinator = combinator == ' ' ? c : '\0';
                start = i + 1;
            }
        }

        return brackets > 0 || quote != '\0' || combinator is not ' ' || pieces.Exists(p => p.Item1 == '\0') ? null : pieces;
    }
}
