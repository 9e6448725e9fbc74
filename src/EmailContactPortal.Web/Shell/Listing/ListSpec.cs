using System.Linq.Expressions;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>What a list says when it shows no row.</summary>
/// <param name="Icon">Of the icon font.</param>
/// <param name="Head">The fact; may hold the words looked for as <c>{0}</c>.</param>
/// <param name="Text">What to do.</param>
/// <param name="Actions">Buttons: label and path, the first one stands out; an empty path is the list without search and filters.</param>
internal sealed record ListEmpty(string Icon, string Head, string Text, params IReadOnlyList<(string Label, string Path)> Actions);

/// <summary>
/// The one specification of a list page, declared once beside its queries: columns, order, search, filters and what is said of no rows.
/// Everything else (address, page, head, pager, choice of columns) is the same for all lists and comes from here.
/// </summary>
internal abstract class ListSpec(string key, string what)
{
    /// <summary>Under which a person's columns and order are remembered.</summary>
    public string Key { get; } = key;

    /// <summary>What the rows are, in the plural, as <c>campaigns</c>.</summary>
    public string What { get; } = what;

    /// <summary>What the table is called aloud.</summary>
    public string Caption { get; protected set; } = "";

    public abstract IReadOnlyList<ListColumn> Columns { get; }

    public abstract IReadOnlyList<ListFilter> Filters { get; }

    /// <summary>The name of the search field for who cannot see it; empty where nothing is looked for.</summary>
    public string SearchLabel { get; protected set; } = "";

    public string SearchHint { get; protected set; } = "";

    public string SortedBy { get; protected set; } = "";

    public bool IsDescending { get; protected set; }

    /// <summary>Whether it may have more rows than can be sorted in passing, so that each order names its index.</summary>
    public bool IsLong { get; protected set; }

    /// <summary>Whether rows are left out while no filter is chosen: then the bar stands above an empty list, too.</summary>
    public bool IsPartial { get; protected set; }

    /// <summary>Said before there is any row.</summary>
    public ListEmpty Empty { get; protected set; } = new("inbox", "", "");

    /// <summary>Said when search or filters leave none.</summary>
    public ListEmpty NothingFound { get; protected set; } = new("search", "", "");

    /// <summary>Lists with more columns than this let people choose theirs.</summary>
    public const int FewColumns = 5;

    /// <summary>Columns that a person may leave out: all but the first, which names the row, and the buttons.</summary>
    public IEnumerable<ListColumn> Choosable => Columns.Skip(1).Where(c => !c.IsForActions);

    public bool CanChoose => Columns.Count(c => !c.IsForActions) > FewColumns;

    /// <summary>What is ordered, for the test of the indexes.</summary>
    internal abstract Type Ordered { get; }

    /// <summary>Each order that texts or an index answer, by column.</summary>
    internal abstract IEnumerable<(string Column, bool IsText, IReadOnlyList<string> Index)> Sorts { get; }
}

/// <inheritdoc cref="ListSpec"/>
/// <typeparam name="T">What is searched and ordered: a row of the database, or several joined in one class with properties.</typeparam>
/// <typeparam name="TRow">What a row shows.</typeparam>
internal sealed class ListSpec<T, TRow>(string key, string what) : ListSpec(key, what)
{
    private readonly List<ListFilter<T>> filters = [];
    private List<ListColumn<T, TRow>> columns = [];
    private Func<IOrderedQueryable<T>, bool, IOrderedQueryable<T>>? tie;
    private Expression<Func<T, string?>>[] searched = [];
    private Expression<Func<T, string>>? searchedKey;

    public override IReadOnlyList<ListColumn> Columns => columns;

    public override IReadOnlyList<ListFilter> Filters => filters;

    internal override Type Ordered => typeof(T);

    internal override IEnumerable<(string Column, bool IsText, IReadOnlyList<string> Index)> Sorts =>
        columns.Where(c => c.IsSorted).Select(c => (c.Key, c.Sort!.IsText, c.Sort.Index));

    /// <summary>A column; the first one names the row.</summary>
    public ListSpec<T, TRow> Column(
        string key, string title, ListSort<T>? sort = null, bool isNumber = false, bool isNewestFirst = false,
        Func<TRow, string?>? show = null)
    {
        columns.Add(new ListColumn<T, TRow>(key, title) { Sort = sort, IsNumber = isNumber, IsNewestFirst = isNewestFirst, Show = show });
        return this;
    }

    /// <summary>The last column: buttons for each row.</summary>
    public ListSpec<T, TRow> Actions(string title = "Actions")
    {
        columns.Add(new ListColumn<T, TRow>("actions", title) { IsForActions = true });
        return this;
    }

    /// <summary>The order when neither address nor person asks for one.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="descending">Largest or newest first.</param>
    public ListSpec<T, TRow> Order(string column, bool descending = false)
    {
        (SortedBy, IsDescending) = (column, descending);
        return this;
    }

    /// <summary>The column that decides between rows that are alike, so that no row stands on two pages or on none.</summary>
    public ListSpec<T, TRow> Tie<TKey>(Expression<Func<T, TKey>> by)
    {
        tie = (rows, descending) => descending ? rows.ThenByDescending(by) : rows.ThenBy(by);
        return this;
    }

    /// <summary>Words are looked for anywhere in these, without regard to case.</summary>
    public ListSpec<T, TRow> Search(string label, string hint, params Expression<Func<T, string?>>[] columns)
    {
        (SearchLabel, SearchHint, searched) = (label, hint, columns);
        return this;
    }

    /// <summary>
    /// Words are looked for in this key, too; in long lists only there and only at its beginning, which an index answers.
    /// </summary>
    public ListSpec<T, TRow> SearchKey(Expression<Func<T, string>> key)
    {
        (searchedKey, IsLong) = (key, true);
        return this;
    }

    public ListSpec<T, TRow> Filter(ListFilter<T> filter)
    {
        filters.Add(filter);
        return this;
    }

    /// <summary>Without a filter it shows a part of its rows only.</summary>
    public ListSpec<T, TRow> Partial()
    {
        IsPartial = true;
        return this;
    }

    /// <summary>What the page says of no rows.</summary>
    public ListSpec<T, TRow> Says(string caption, ListEmpty empty, ListEmpty? nothingFound = null)
    {
        (Caption, Empty, NothingFound) = (caption, empty, nothingFound ?? empty);
        return this;
    }

    /// <summary>The same list with further columns behind the first, as the fields of one group are.</summary>
    public ListSpec<T, TRow> With(IEnumerable<ListColumn<T, TRow>> further)
    {
        var copy = (ListSpec<T, TRow>)MemberwiseClone();
        copy.columns = [columns[0], .. further, .. columns.Skip(1)];
        return copy;
    }

    /// <summary>The same list without some columns.</summary>
    public ListSpec<T, TRow> Without(params IReadOnlyCollection<string> keys)
    {
        var copy = (ListSpec<T, TRow>)MemberwiseClone();
        copy.columns = [.. columns.Where(c => !keys.Contains(c.Key))];
        return copy;
    }

    internal IQueryable<T> Narrowed(IQueryable<T> rows, IReadOnlyDictionary<string, string> values)
    {
        foreach (var filter in filters)
        {
            if (values.TryGetValue(filter.Name, out var value) && filter.Where?.Invoke(value) is { } where) rows = rows.Where(where);
        }

        return rows;
    }

    internal IQueryable<T> Found(IQueryable<T> rows, string words, bool isLarge)
    {
        var low = words.ToLowerInvariant();
        if (searchedKey is not null && isLarge) return rows.Where(PrefixRange.Of(searchedKey, low));
        return searchedKey is null && searched.Length == 0 ? rows : rows.Where(TextSearch.In(searchedKey, searched, low));
    }

    internal IQueryable<T> Sorted(IQueryable<T> rows, string? column, bool descending)
    {
        if (columns.Find(c => c.Key == column)?.Sort is not { } sort) return rows;
        var sorted = sort.Apply(rows, descending);
        return tie?.Invoke(sorted, descending) ?? sorted;
    }
}
