using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>The place of a page in its list, for the pager.</summary>
/// <param name="Number">1-based.</param>
/// <param name="Size">Rows of a full page.</param>
/// <param name="Total">Rows of the whole list.</param>
public record PagePlace(int Number, int Size, long Total)
{
    /// <summary>
    /// Rows that can be paged through: skipping further reads everything before. Whoever wants the rest narrows the list, or turns its
    /// order.
    /// </summary>
    public const int Reach = 10_000;

    /// <summary>Pages that can be opened.</summary>
    public int Count => (int)Math.Max(1, (Math.Min(Total, Reach) + Size - 1) / Size);

    /// <summary>Whether there are rows that no page shows.</summary>
    public bool IsCut => Total > Reach;

    public long First => Total == 0 ? 0 : ((long)(Number - 1) * Size) + 1;

    public long Last => Math.Min((long)Number * Size, Total);
}

/// <summary>One page of a list, read in the database.</summary>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, int Number, int Size, long Total) : PagePlace(Number, Size, Total);

/// <summary>Reads pages.</summary>
internal static class PageOfQuery
{
    /// <summary>Counts and reads one page; a page past the last that can be opened becomes that one.</summary>
    public static async Task<PageOf<T>> ToPageAsync<T>(this IQueryable<T> rows, ListRequest request, CancellationToken cancellationToken)
    {
        var total = await rows.LongCountAsync(cancellationToken);
        return await rows.ToPageAsync(request, total, cancellationToken);
    }

    /// <summary>Reads one page of a list whose length is known already, as from a kept counter.</summary>
    public static async Task<PageOf<T>> ToPageAsync<T>(
        this IQueryable<T> rows, ListRequest request, long total, CancellationToken cancellationToken)
    {
        var number = Math.Clamp(request.Page, 1, new PagePlace(1, ListRequest.PageSize, total).Count);
        var items = total == 0
            ? []
            : await rows.Skip((number - 1) * ListRequest.PageSize).Take(ListRequest.PageSize).ToListAsync(cancellationToken);
        return new PageOf<T>(items, number, ListRequest.PageSize, total);
    }
}
