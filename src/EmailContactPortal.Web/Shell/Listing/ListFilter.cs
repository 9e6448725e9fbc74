using System.Linq.Expressions;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>Something to choose in a filter.</summary>
/// <param name="Value">As it stands in the address.</param>
/// <param name="Word">A key of <see cref="Domain.Wording.Words"/>, or data.</param>
/// <param name="IsData">Whether the word is data, as the name of a list type.</param>
internal sealed record ListOption(string Value, string Word, bool IsData = false)
{
    /// <summary>Every state of a kind; its words are as all pages say them.</summary>
    public static IEnumerable<ListOption> Of<TEnum>(Func<TEnum, string> word)
        where TEnum : struct, Enum => Enum.GetValues<TEnum>().Select(v => new ListOption(v.ToString(), word(v), IsData: true));
}

/// <summary>A drop-down that narrows a list, or a value that only the address carries.</summary>
internal class ListFilter(string name, string label)
{
    /// <summary>In the address.</summary>
    public string Name { get; } = name;

    public string Label { get; } = label;

    /// <summary>The first choice, which narrows nothing.</summary>
    public string Every { get; init; } = "";

    /// <summary>What can be chosen, read anew for each page; null where the address alone knows, and the page shows a chip.</summary>
    public Func<IEnumerable<ListOption>>? Options { get; init; }

    /// <summary>Whether it says which list this is, as a rule of the audience does, and does not narrow it.</summary>
    public bool IsPartOfAddress { get; init; }

    /// <summary>Whether the page says beside the filters what it is narrowed to.</summary>
    public bool HasChip { get; init; }
}

/// <summary>A filter that knows which rows stay.</summary>
internal sealed class ListFilter<T>(string name, string label) : ListFilter(name, label)
{
    /// <summary>The rows that stay for a value; null for a value that means nothing. Not set where the query narrows by itself.</summary>
    public Func<string, Expression<Func<T, bool>>?>? Where { get; init; }
}
