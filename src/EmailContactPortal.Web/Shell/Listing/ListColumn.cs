namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>A column as the page draws it; its words are keys of <see cref="Domain.Wording.Words"/>.</summary>
internal class ListColumn(string key, string title)
{
    /// <summary>Names it in the address, in what a person chose, and in the view's cells.</summary>
    public string Key { get; } = key;

    public string Title { get; } = title;

    /// <summary>Whether it stands to the right, figure under figure.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Whether it is shown only to who chose it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Buttons for a row: the head is read aloud only, and nobody can leave it out.</summary>
    public bool IsForActions { get; init; }

    /// <summary>Whether the title is data, as the name of a group's own field, and not a sentence of ours.</summary>
    public bool IsData { get; init; }

    /// <summary>Whether the first press on its head gives the largest or newest first.</summary>
    public bool IsNewestFirst { get; init; }

    public virtual bool IsSorted => false;

    /// <summary>What the rows call the column, for narrow screens.</summary>
    public string? CellClass => IsForActions ? "ecp-act" : IsNumber ? "ecp-num" : null;
}

/// <summary>A column of a list: how its rows are ordered by it, and what it shows where no view says it better.</summary>
/// <typeparam name="T">What is ordered.</typeparam>
/// <typeparam name="TRow">What is shown.</typeparam>
internal sealed class ListColumn<T, TRow>(string key, string title) : ListColumn(key, title)
{
    /// <summary>Null where nobody orders by it.</summary>
    public ListSort<T>? Sort { get; init; }

    /// <summary>The text of its cell.</summary>
    public Func<TRow, string?>? Show { get; init; }

    public override bool IsSorted => Sort is not null;
}
