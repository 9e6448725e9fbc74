using AngleSharp.Dom;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>The elements of a document by number, name, class and id, so that a style rule looks only at those it may mean.</summary>
internal sealed class ElementIndex
{
    private const int MaxLooks = 2_000_000;
    private readonly ILookup<string, int> _byName;
    private readonly ILookup<string, int> _byClass;
    private readonly ILookup<string, int> _byId;

    internal ElementIndex(IDocument document)
    {
        Elements = [.. document.All];
        var numbers = Elements.Select((e, i) => (e, i)).ToDictionary(p => p.e, p => p.i);
        Parents = [.. Elements.Select(e => e.ParentElement is { } parent ? numbers.GetValueOrDefault(parent, -1) : -1)];
        Previous = new int[Elements.Length];
        var last = new Dictionary<int, int>();
        for (var i = 0; i < Elements.Length; i++)
        {
            Previous[i] = last.GetValueOrDefault(Parents[i], -1);
            last[Parents[i]] = i;
        }

        _byName = Elements.Select((e, i) => (e.LocalName, i)).ToLookup(p => p.LocalName, p => p.i, StringComparer.OrdinalIgnoreCase);
        _byClass = Elements
            .SelectMany((e, i) => (e.ClassName ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct()
                .Select(c => (c, i))).ToLookup(
                p => p.c, p => p.i, StringComparer.OrdinalIgnoreCase);
        _byId = Elements.Select((e, i) => (Id: e.Id ?? "", i)).ToLookup(p => p.Id, p => p.i, StringComparer.OrdinalIgnoreCase);
        All = [.. Enumerable.Range(0, Elements.Length)];
    }

    /// <summary>In the order of the document.</summary>
    internal IElement[] Elements { get; }

    /// <summary>The number of each one's parent; -1 without one.</summary>
    internal int[] Parents { get; }

    /// <summary>The number of the sibling before each; -1 without one.</summary>
    internal int[] Previous { get; }

    private int[] All { get; }

    private int Looks { get; set; }

    /// <summary>Counts comparisons of elements with selectors, and what costs as much.</summary>
    internal void Look(int count, int? line)
    {
        if ((Looks += count) > MaxLooks)
            throw new ContentTooCostlyException("There are too many style rules for so many elements. Make the style sheet shorter.", line);
    }

    /// <summary>The elements that a compound selector may mean, by its beginning: <c>td</c>, <c>.big</c>, <c>#top</c>.</summary>
    internal IEnumerable<int> Candidates(string compound)
    {
        var end = compound.Length == 0 ? 0 : 1;
        while (end < compound.Length && (char.IsLetterOrDigit(compound[end]) || compound[end] is '-' or '_'))
            end++;
        var isWhole = end == compound.Length || compound[end] is '.' or '#' or '[';
        if (compound.Length == 0 || !isWhole)
            return All;
        return compound[0] switch
        {
            '.' => _byClass[compound[1..end]],
            '#' => _byId[compound[1..end]],
            _ when char.IsLetter(compound[0]) => _byName[compound[..end]],
            _ => All,
        };
    }
}
