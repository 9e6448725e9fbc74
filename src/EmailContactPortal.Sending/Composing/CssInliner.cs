using AngleSharp.Css;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;

namespace EmailContactPortal.Sending.Composing;

/// <summary>Moves style rules onto the elements they mean, because many mail programs drop style sheets; what cannot move stays.</summary>
internal static class CssInliner
{
    private static readonly CssSelectorParser Selectors = new();

    internal static void Inline(IDocument document)
    {
        var styles = document.QuerySelectorAll("style").ToList();
        if (styles.Count == 0)
            return;

        var found = new Dictionary<IElement, List<Ranked>>();
        var order = 0;
        foreach (var style in styles)
        {
            var kept = new List<string>();
            foreach (var rule in CssText.Rules(style.TextContent))
            {
                if (!TryApply(document, rule, found, ref order))
                    kept.Add(rule.Text);
            }

            if (kept.Count == 0)
                style.Remove();
            else
                style.TextContent = string.Join('\n', kept);
        }

        foreach (var (element, declarations) in found)
            element.SetAttribute("style", Cascade(element.GetAttribute("style") ?? "", declarations));
    }

    private static bool TryApply(IDocument document, CssText.Rule rule, Dictionary<IElement, List<Ranked>> found, ref int order)
    {
        // Rules for hovering, screens and the like cannot be said on an element.
        if (rule.Selector.StartsWith('@') || rule.Selector.Contains(':', StringComparison.Ordinal) || TagShield.HasMark(rule.Selector))
            return false;

        var matched = new List<(IElement Element, Priority Priority)>();
        foreach (var part in rule.Selector.Split(','))
        {
            if (Selectors.ParseSelector(part) is not { } selector)
                return false;
            matched.AddRange(document.All.Where(e => selector.Match(e, null)).Select(e => (e, selector.Specificity)));
        }

        foreach (var (element, priority) in matched)
        {
            if (!found.TryGetValue(element, out var list))
                found[element] = list = [];
            foreach (var declaration in CssText.Declarations(rule.Body))
                list.Add(new Ranked(declaration, priority, order++));
        }

        return true;
    }

    private static string Cascade(string own, List<Ranked> declarations)
    {
        var inOrder = declarations.OrderBy(d => d.Priority).ThenBy(d => d.Order).Select(d => d.Declaration)
            .Concat(CssText.Declarations(own))
            .ToList();
        // The later one wins, an important one over all that are not.
        var winners = inOrder.Where(d => !d.IsImportant).Concat(inOrder.Where(d => d.IsImportant)).ToList();
        var last = winners.Select((d, i) => (d, i)).GroupBy(p => p.d.Property, StringComparer.OrdinalIgnoreCase).Select(g => g.Last()).OrderBy(p => p.i);
        return string.Join("; ", last.Select(p => $"{p.d.Property}: {p.d.Value}"));
    }

    private sealed record Ranked(CssText.Declaration Declaration, Priority Priority, int Order);
}
