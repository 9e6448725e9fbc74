using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Razor;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>Something to be done with the rows that are ticked.</summary>
/// <param name="Path">Where they are posted.</param>
/// <param name="Name">Of the posted values.</param>
/// <param name="Head">Of the column with the boxes.</param>
/// <param name="Button">What is done.</param>
internal sealed record ListBulk(string Path, string Name, string Head, string Button);

/// <summary>One page of a list, ready to be drawn by <c>_List</c>.</summary>
internal abstract class ListPage
{
    public required ListSpec Spec { get; init; }

    public required ListRequest Request { get; init; }

    /// <summary>The filters of the address that mean something.</summary>
    public required IReadOnlyDictionary<string, string> Filters { get; init; }

    /// <summary>The columns that this person sees, in order.</summary>
    public required IReadOnlyList<ListColumn> Shown { get; init; }

    /// <summary>The column the rows are ordered by.</summary>
    public required string SortedBy { get; init; }

    public required bool IsDescending { get; init; }

    /// <summary>The list's own address, with what says which list it is and without search, filters, order and page.</summary>
    public required string Path { get; set; }

    public abstract PagePlace Place { get; }

    /// <summary>Whether search or filters narrow it, so that "nothing" means "nothing found".</summary>
    public bool IsNarrowed => Request.Words is not null || Spec.Filters.Any(f => !f.IsPartOfAddress && Filters.ContainsKey(f.Name));

    /// <summary>Where all rows can be had as a file; null where they cannot.</summary>
    public string? ExportPath { get; set; }

    /// <summary>What can be done with ticked rows; null where nothing can.</summary>
    public ListBulk? Bulk { get; set; }

    /// <summary>Whether the whole list is one page and says no more than its rows.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Rows on this page.</summary>
    public abstract int Count { get; }

    /// <summary>What stands in a cell.</summary>
    public abstract Task<IHtmlContent> CellAsync(int row, ListColumn column);

    /// <summary>The value and the name of a row's box.</summary>
    public abstract (string Value, string Label) Tick(int row);
}

/// <inheritdoc />
internal sealed class ListPage<TRow> : ListPage
{
    private readonly Dictionary<string, Func<TRow, HelperResult>> cells = [];

    public required PageOf<TRow> Rows { get; set; }

    /// <summary>What a column shows where no view says it better.</summary>
    public required Func<ListColumn, TRow, string?> Text { get; init; }

    /// <summary>Value and name of the box of a row, where <see cref="ListPage.Bulk"/> is set.</summary>
    public Func<TRow, (string Value, string Label)>? Ticks { get; set; }

    public override PagePlace Place => Rows;

    public override int Count => Rows.Items.Count;

    public IReadOnlyList<TRow> Items => Rows.Items;

    /// <summary>Draws the cells of a column: <c>Model.Cell("name", @&lt;text&gt;…@item.Name…&lt;/text&gt;)</c>.</summary>
    public void Cell(string column, Func<TRow, HelperResult> cell) => cells[column] = cell;

    public override async Task<IHtmlContent> CellAsync(int row, ListColumn column)
    {
        if (!cells.TryGetValue(column.Key, out var cell)) return new HtmlContentBuilder().Append(Text(column, Items[row]) ?? "");

        // At once and not when the page is sent: a form in a cell may set a cookie, and then it is too late for one.
        await using var words = new StringWriter();
        await cell(Items[row]).WriteAction(words);
        return new HtmlString(words.ToString());
    }

    public override (string Value, string Label) Tick(int row) => Ticks!(Items[row]);
}
