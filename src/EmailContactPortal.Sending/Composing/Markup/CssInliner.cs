using AngleSharp.Css;
using AngleSharp.Dom;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>Moves style rules onto the elements they mean, because many mail programs drop style sheets; what cannot move stays.</summary>
internal sealed class CssInliner
{
    /// <summary>How many characters of declarations are written onto elements; each rule on each element counts some more.</summary>
    private const int MaxWritten = 16_000_000;
    private const int OfEach = 50;

    private readonly TagPlaceholders _placeholders;
    private readonly ElementIndex _index;
    private readonly ContentBudget _budget;
    private readonly Dictionary<IElement, List<Ranked>> _found = [];
    private int _order;
    private long _written;

    private CssInliner(IDocument document, TagPlaceholders placeholders, ContentBudget budget) =>
        (_placeholders, _index, _budget) = (placeholders, new ElementIndex(document), budget);

    internal static void Inline(IDocument document, TagPlaceholders placeholders, ContentBudget budget)
    {
        var styles = document.QuerySelectorAll("style").ToList();
        if (styles.Count == 0)
            return;
        var inliner = new CssInliner(document, placeholders, budget);
        foreach (var style in styles)
            inliner.Read(style);
        foreach (var (element, declarations) in inliner._found)
            element.SetAttribute("style", Cascade(element.GetAttribute("style") ?? "", declarations));
    }

    private void Read(IElement style)
    {
        var line = style.SourceReference is { } source ? _placeholders.LineOf(source.Position.Line) : (int?)null;
        var kept = CssText.Rules(style.TextContent).Select(rule => Apply(rule, line)).Where(rest => rest.Length > 0).ToList();
        if (kept.Count == 0)
            style.Remove();
        else
            style.TextContent = string.Join('\n', kept);
    }

    /// <summary>What of the rule must stay in the style sheet.</summary>
    private string Apply(CssText.Rule rule, int? line)
    {
        _budget.Spend(() => line);
        // Rules for hovering, screens and the like cannot be said on an element.
        if (rule.Selector.StartsWith('@') || rule.Selector.Contains(':', StringComparison.Ordinal)
            || TagPlaceholders.HasMark(rule.Selector))
            return rule.Text;

        var parts = rule.Selector.Split(',').Select(p => (Written: p.Trim(), Selector: CssSelector.Read(p))).ToList();
        if (parts.Exists(p => p.Selector is null))
            return rule.Text;
        var declarations = CssText.Declarations(rule.Body).ToList();
        // One that means nothing here may mean something in what a mail program makes of it: [data-ogsc], u + .body, .ExternalClass.
        var idle = new List<string>();
        foreach (var (written, selector) in parts)
        {
            var elements = selector!.Find(_index, _budget, line);
            if (elements.Count == 0)
                idle.Add(written);
            Write(elements, declarations, selector.Specificity, rule.Body.Length, line);
        }

        return idle.Count == parts.Count ? rule.Text : idle.Count == 0 ? "" : $"{string.Join(", ", idle)} {{{rule.Body}}}";
    }

    private void Write(
        IReadOnlyList<IElement> elements, List<CssText.Declaration> declarations, Priority specificity, int length, int? line)
    {
        _written += (long)elements.Count * (length + OfEach);
        if (_written > MaxWritten)
            throw new ContentTooCostlyException(
                "The style rules say too much about too many elements. Make the style sheet shorter.", line);
        foreach (var element in elements)
        {
            if (!_found.TryGetValue(element, out var list))
                _found[element] = list = [];
            list.AddRange(declarations.Select(d => new Ranked(d, specificity, _order++)));
        }
    }

    private static string Cascade(string own, List<Ranked> declarations)
    {
        var inOrder = declarations.OrderBy(d => d.Priority).ThenBy(d => d.Order).Select(d => d.Declaration)
            .Concat(CssText.Declarations(own))
            .ToList();
        // The later one wins, an important one over all that are not.
        var winners = inOrder.Where(d => !d.IsImportant).Concat(inOrder.Where(d => d.IsImportant)).ToList();
        var last = winners.Select((d, i) => (d, i)).GroupBy(p => p.d.Property, StringComparer.OrdinalIgnoreCase).Select(g => g.Last())
            .OrderBy(p => p.i);
        return string.Join("; ", last.Select(p => $"{p.d.Property}: {p.d.Value}"));
    }

    private sealed record Ranked(CssText.Declaration Declaration, Priority Priority, int Order);
}
