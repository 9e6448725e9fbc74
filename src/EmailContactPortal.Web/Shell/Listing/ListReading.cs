using EmailContactPortal.Domain.Access;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>Reads a page of a list as its specification, the address and the person's own choice want it.</summary>
internal sealed class ListReading(ListMemory memory, IHttpContextAccessor http)
{
    private const int MaxFilter = 200;

    /// <summary>Reads a page in the database.</summary>
    /// <param name="spec">The list.</param>
    /// <param name="request">What the address asks for.</param>
    /// <param name="rows">All rows that the list is about.</param>
    /// <param name="select">What is shown of a row.</param>
    /// <param name="length">How many rows there are, where that is known cheaper than by counting; told whether the list is
    /// narrowed.</param>
    /// <param name="isLarge">Whether words are looked for at the beginning of the key only.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<ListPage<TRow>> ReadAsync<T, TRow>(
        ListSpec<T, TRow> spec,
        ListRequest request,
        IQueryable<T> rows,
        Func<IQueryable<T>, IQueryable<TRow>> select,
        Func<IQueryable<T>, bool, Task<long>>? length = null,
        bool isLarge = false,
        CancellationToken cancellationToken = default)
    {
        var page = await PageAsync(spec, request, new PageOf<TRow>([], 1, ListRequest.PageSize, 0), isWhole: false, cancellationToken);
        var found = spec.Narrowed(rows, page.Filters);
        if (request.Words is { } words) found = spec.Found(found, words, isLarge);
        var total = length is null ? await found.LongCountAsync(cancellationToken) : await length(found, page.IsNarrowed);
        var sorted = spec.Sorted(found, page.SortedBy, page.IsDescending);
        page.Rows = await select(sorted).ToPageAsync(request, total, cancellationToken);
        return page;
    }

    /// <summary>A page of rows that are in memory already, in their order.</summary>
    public Task<ListPage<TRow>> PageAsync<T, TRow>(
        ListSpec<T, TRow> spec, ListRequest request, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        var number = Math.Clamp(request.Page, 1, new PagePlace(1, ListRequest.PageSize, rows.Count).Count);
        TRow[] items = [.. rows.Skip((number - 1) * ListRequest.PageSize).Take(ListRequest.PageSize)];
        return PageAsync(
            spec, request, new PageOf<TRow>(items, number, ListRequest.PageSize, rows.Count), isWhole: false, cancellationToken);
    }

    /// <summary>A short list that is one page.</summary>
    public Task<ListPage<TRow>> WholeAsync<T, TRow>(
        ListSpec<T, TRow> spec, IReadOnlyList<TRow> rows, CancellationToken cancellationToken) =>
        PageAsync(
            spec, new ListRequest(), new PageOf<TRow>(rows, 1, Math.Max(1, rows.Count), rows.Count), isWhole: true, cancellationToken);

    private async Task<ListPage<TRow>> PageAsync<T, TRow>(
        ListSpec<T, TRow> spec, ListRequest request, PageOf<TRow> rows, bool isWhole, CancellationToken cancellationToken)
    {
        var chosen = await memory.FindAsync(spec.Key, cancellationToken);
        var filters = FiltersOf(spec);
        var (column, descending) = OrderOf(spec, request, chosen);
        return new ListPage<TRow>
        {
            Spec = spec,
            Request = request,
            Filters = filters,
            Shown = Shown(spec, chosen?.Columns),
            SortedBy = column,
            IsDescending = descending,
            Path = PathOf(spec, filters),
            Rows = rows,
            IsWhole = isWhole,
            Text = (c, row) => (c as ListColumn<T, TRow>)?.Show?.Invoke(row),
        };
    }

    /// <summary>The address goes before what the person chose last, and that before the list's own order.</summary>
    private static (string Column, bool Descending) OrderOf(ListSpec spec, ListRequest request, UserListView? chosen)
    {
        bool Knows(string? key) => spec.Columns.Any(c => c.IsSorted && string.Equals(c.Key, key, StringComparison.OrdinalIgnoreCase));
        if (Knows(request.Sort)) return (request.Sort!.ToLowerInvariant(), request.Descending);
        return Knows(chosen?.Sort) ? (chosen!.Sort!, chosen.IsDescending) : (spec.SortedBy, spec.IsDescending);
    }

    private static IReadOnlyList<ListColumn> Shown(ListSpec spec, string? chosen)
    {
        if (!spec.CanChoose) return spec.Columns;
        var wanted = chosen?.Split(' ').ToHashSet(StringComparer.Ordinal);
        var first = spec.Columns[0];
        return [.. spec.Columns.Where(c => c == first || c.IsForActions || (wanted?.Contains(c.Key) ?? !c.IsOptional))];
    }

    private Dictionary<string, string> FiltersOf(ListSpec spec)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (http.HttpContext is not { } context) return values;
        foreach (var filter in spec.Filters)
        {
            var value = context.Request.Query[filter.Name].FirstOrDefault();
            if (string.IsNullOrWhiteSpace(value) || value.Length > MaxFilter) continue;
            if (filter.Options is null) values[filter.Name] = value;
            else if (filter.Options().FirstOrDefault(o => string.Equals(o.Value, value, StringComparison.OrdinalIgnoreCase)) is { } option)
                values[filter.Name] = option.Value;
        }

        return values;
    }

    private string PathOf(ListSpec spec, Dictionary<string, string> filters)
    {
        var path = http.HttpContext is { } context ? context.Request.PathBase + context.Request.Path : PathString.Empty;
        var kept = spec.Filters.Where(f => f.IsPartOfAddress && filters.ContainsKey(f.Name))
            .Select(f => KeyValuePair.Create(f.Name, (string?)filters[f.Name]));
        return QueryHelpers.AddQueryString(path.ToString(), kept);
    }
}
