using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Listing;

/// <summary>
/// Walks every list that is declared anywhere: each order both ways, search in another case, the borders of its pages, addresses that
/// somebody broke, and no rows at all. Every query is made for SQL Server and read by its grammar besides, as all queries of tests are. A
/// new list needs a line in <see cref="ListCases"/>.
/// </summary>
public sealed class ListTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();
    private IReadOnlyList<ListCase> cases = [];
    private HttpClient admin = null!;

    private static IReadOnlyDictionary<string, ListSpec> Specs { get; } = ListsController.Declared().ToDictionary(s => s.Key);

    public async Task InitializeAsync()
    {
        await portal.InitializeAsync();
        admin = await portal.SignInAsync(PortalFactory.AdminEmail);
    }

    public Task DisposeAsync()
    {
        admin.Dispose();
        return ((IAsyncLifetime)portal).DisposeAsync();
    }

    [Fact]
    public async Task Every_list_says_what_it_is_for_before_it_has_rows()
    {
        var all = await FillAsync();
        await using var fresh = new PortalFactory();
        await fresh.InitializeAsync();
        using var first = await fresh.SignInAsync(PortalFactory.AdminEmail);
        foreach (var one in all.Where(c => c.Nothing is not null))
        {
            var said = (await first.PageAsync(one.Nothing!)).QuerySelector(".ecp-empty");
            Assert.Equal(Specs[one.Key].Empty.Head, said?.QuerySelector("h2")?.TextContent);
            Assert.Equal(Specs[one.Key].Empty.Actions.Select(a => a.Path), said!.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        }

        await ((IAsyncLifetime)fresh).DisposeAsync();
    }

    [Fact]
    public async Task Every_order_has_each_row_once_and_turns_exactly_and_texts_have_no_case()
    {
        var onSqlite = await portal.InDatabaseAsync(db => Task.FromResult(db.Database.IsSqlite()));
        foreach (var (one, column, isText) in (await FillAsync()).SelectMany(c => Specs[c.Key].Sorts.Select(s => (c, s.Column, s.IsText))))
        {
            var up = await RowsAsync(one, column, descending: false);
            var down = await RowsAsync(one, column, descending: true);
            var about = $"{one.Key} by {column}";
            Assert.True(
                up.Count == one.Rows && up.Distinct().Count() == one.Rows,
                $"{about} shows {up.Count} rows, {up.Distinct().Count()} of them once, of {one.Rows}");
            Assert.True(
                up.SequenceEqual(down.AsEnumerable().Reverse()),
                $"{about} does not turn:\n{string.Join('\n', up)}\n--\n{string.Join('\n', down)}");
            // SQL Server orders letters by its collation, SQLite small letters by code points.
            var texts = up.Select(r => r.Value.ToLowerInvariant()).ToList();
            if (isText && onSqlite)
                Assert.True(texts.SequenceEqual(texts.Order(StringComparer.Ordinal)), $"{about} has a case:\n{string.Join('\n', texts)}");
        }
    }

    [Fact]
    public async Task Words_are_found_in_another_case_beyond_A_to_Z_too_and_nothing_is_said_kindly()
    {
        foreach (var one in (await FillAsync()).Where(c => c.Find is not null))
        {
            var found = await admin.PageAsync(With(one.Address, "q=" + Uri.EscapeDataString(one.Find!)));
            Assert.True(one.Found == RowsOf(found).Count, $"{one.Key} found {RowsOf(found).Count} rows for {one.Find}");
            var nothing = await admin.PageAsync(With(one.Address, "q=nobody-is-called-so"));
            Assert.Empty(RowsOf(nothing));
            Assert.NotNull(nothing.QuerySelector(".ecp-empty"));
            Assert.Equal("nobody-is-called-so", nothing.QuerySelector("input[name=q]")?.GetAttribute("value"));
        }
    }

    [Theory]
    [InlineData("page=0", 1)]
    [InlineData("page=-1", 1)]
    [InlineData("page=2", 2)]
    [InlineData("page=2147483647", 2)]
    [InlineData("page=99999999999999", 1)]
    [InlineData("page=x&size=1000000000&sort=xx&desc=perhaps", 1)]
    [InlineData("sort=Id;drop&desc=true&columns=1", 1)]
    [InlineData("q=%25&page=1", 0)]
    public async Task Whatever_the_address_asks_for_is_a_page_of_the_list(string query, int page)
    {
        foreach (var one in await FillAsync())
        {
            var rows = RowsOf(await admin.PageAsync(With(one.Address, query))).Count;
            var expected = page == 1 || one.Rows <= ListRequest.PageSize
                ? Math.Min(one.Rows, ListRequest.PageSize)
                : one.Rows - ListRequest.PageSize;
            if (page > 0) Assert.True(expected == rows, $"{one.Key}?{query} shows {rows} rows, not {expected}");
        }
    }

    [Fact]
    public async Task Every_filter_takes_each_of_its_values_and_leaves_nonsense_alone()
    {
        foreach (var one in await FillAsync())
        {
            foreach (var filter in Specs[one.Key].Filters.Where(f => f.Options is not null))
            {
                foreach (var option in filter.Options!()) await admin.PageAsync(With(one.Address, $"{filter.Name}={option.Value}"));
                foreach (var value in (string[])["xx", "-1", "99999999999", "'", new('x', 3000)])
                    Assert.True(
                        Math.Min(one.Rows, ListRequest.PageSize)
                            == RowsOf(await admin.PageAsync(With(one.Address, $"{filter.Name}={value}"))).Count,
                            $"{one.Key}: {filter.Name}={value}");
            }
        }
    }

    [Fact]
    public async Task Every_list_is_walked()
    {
        var walked = (await FillAsync()).Select(c => c.Key).Order().ToList();
        Assert.Equal(Specs.Keys.Order(), walked);
    }

    [Fact]
    public void Every_word_of_every_list_stands_among_the_words()
    {
        var words = Specs.Values.SelectMany(s => (string[])
        [
            s.Caption, s.SearchLabel, s.SearchHint, s.Empty.Head, s.Empty.Text, s.NothingFound.Head, s.NothingFound.Text,
            .. s.Empty.Actions.Concat(s.NothingFound.Actions).Select(a => a.Label), .. s.Columns.Select(c => c.Title),
            .. s.Filters.SelectMany(f => (string[])[f.Label, f.Every]),
            .. s.Filters.SelectMany(f => f.Options?.Invoke() ?? []).Where(o => !o.IsData).Select(o => o.Word),
        ]);
        Assert.Empty(words.Where(w => w.Length > 0 && !Words.Has(w)).Distinct());
    }

    [Fact]
    public async Task Every_order_of_a_long_list_has_its_index()
    {
        var missing = await portal.InDatabaseAsync(db => Task.FromResult(Specs.Values.SelectMany(s => s.Sorts
            .Where(o => s.IsLong || o.Index.Count > 0).Select(o => (s, o)))
            .Where(x => !HasIndex(db, x.s.Ordered, x.o.Index)).Select(x => $"{x.s.Key} by {x.o.Column}: ({string.Join(", ", x.o.Index)})")
                .ToList()));
        Assert.Empty(missing);
    }

    private static bool HasIndex(PortalContext db, Type type, IReadOnlyList<string> columns)
    {
        var entity = db.Model.FindEntityType(type);
        var indexes = entity?.GetIndexes().Select(i => i.Properties).Concat(entity.GetKeys().Select(k => k.Properties));
        return columns.Count > 0 && indexes?.Any(i => i.Select(p => p.Name).Take(columns.Count).SequenceEqual(columns)) == true;
    }

    private async Task<IReadOnlyList<ListCase>> FillAsync() =>
        cases = cases.Count > 0 ? cases : await portal.InDatabaseAsync(db => new ListCases(db).AddAsync());

    /// <summary>Name and value of each row in the order of a column, over all pages.</summary>
    private async Task<List<(string Name, string Value)>> RowsAsync(ListCase one, string column, bool descending)
    {
        var rows = new List<(string, string)>();
        for (var number = 1; number <= 1 + ((one.Rows - 1) / ListRequest.PageSize); number++)
        {
            var page = await admin.PageAsync(With(one.Address, $"sort={column}&desc={descending}&page={number}"));
            var table = page.QuerySelector("table.ecp-table")!;
            var head = table.QuerySelector($"a[data-sort={column}]")!.Closest("th")!;
            Assert.Equal(descending ? "descending" : "ascending", head.GetAttribute("aria-sort"));
            var place = table.QuerySelectorAll("thead th").ToList().IndexOf(head);
            rows.AddRange(RowsOf(page).Select(r => (Identity(r), Text(r.Children[place]))));
        }

        return rows;
    }

    private static List<IElement> RowsOf(IHtmlDocument page) =>
        [.. page.QuerySelector("table.ecp-table")?.QuerySelectorAll("tbody tr") ?? Enumerable.Empty<IElement>()];

    /// <summary>What tells a row from all others: its link or what its button asks for, and its words.</summary>
    private static string Identity(IElement row) =>
        $"{row.QuerySelector("a")?.GetAttribute("href")} {row.QuerySelector("[data-confirm]")?.GetAttribute("data-confirm")} {Text(row)}";

    private static string Text(IElement cell) =>
        string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string With(string address, string query) =>
        address + (address.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;
}
