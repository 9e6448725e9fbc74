using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.ListTypes;

/// <summary>Reads list types and their unsubscribed addresses.</summary>
public sealed class ListTypeQueries(PortalContext db)
{
    public async Task<ListTypeList> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        request.OrderByDefault("name", descending: false);
        var lists = db.ListTypes.AsNoTracking();
        if (request.Words is { } words) lists = lists.Where(l => l.Name.Contains(words));
        var sorted = (request.Sort, request.Descending) switch
        {
            ("unsubscribed", false) => lists.OrderBy(l => l.UnsubscribedCount).ThenBy(l => l.Name),
            ("unsubscribed", true) => lists.OrderByDescending(l => l.UnsubscribedCount).ThenBy(l => l.Name),
            ("changed", false) => lists.OrderBy(l => l.UpdatedAt),
            ("changed", true) => lists.OrderByDescending(l => l.UpdatedAt),
            (_, true) => lists.OrderByDescending(l => l.Name),
            _ => lists.OrderBy(l => l.Name),
        };
        var rows = sorted.Select(l => new ListTypeRow(l.Id, l.Name, l.PageHtml != "", db.TargetGroups.Count(g => g.ListTypeId == l.Id), l.UnsubscribedCount, l.UpdatedAt));
        return new ListTypeList(request, await rows.ToPageAsync(request, cancellationToken));
    }

    public Task<ListTypeForm?> FindAsync(int id, CancellationToken cancellationToken) =>
        db.ListTypes.AsNoTracking().Where(l => l.Id == id).Select(l => new ListTypeForm
        {
            Id = l.Id,
            Name = l.Name,
            Description = l.Description,
            PageHtml = l.PageHtml,
            TargetGroups = db.TargetGroups.Count(g => g.ListTypeId == l.Id),
            Unsubscribed = l.UnsubscribedCount,
        }).FirstOrDefaultAsync(cancellationToken);

    /// <summary>A page of unsubscribed addresses; null when there is no such list type.</summary>
    public async Task<UnsubscribedPage?> UnsubscribedAsync(int id, ListRequest request, CancellationToken cancellationToken)
    {
        var list = await db.ListTypes.AsNoTracking().Where(l => l.Id == id).Select(l => new { l.Name, l.UnsubscribedCount }).FirstOrDefaultAsync(cancellationToken);
        if (list is null) return null;
        request.OrderByDefault("at", descending: true);
        var rows = db.Unsubscribes.AsNoTracking().Where(u => u.ListTypeId == id);
        if (request.Words?.ToLowerInvariant() is { } words) rows = rows.Where(u => u.EmailKey.Contains(words));
        rows = (request.Sort, request.Descending) switch
        {
            ("email", false) => rows.OrderBy(u => u.EmailKey),
            ("email", true) => rows.OrderByDescending(u => u.EmailKey),
            (_, false) => rows.OrderBy(u => u.At).ThenBy(u => u.Id),
            _ => rows.OrderByDescending(u => u.At).ThenByDescending(u => u.Id),
        };
        var shown = rows.Select(u => new UnsubscribedRow(u.Id, u.Email, u.At, u.Source, u.Reason, db.Campaigns.Where(c => c.Id == u.CampaignId).Select(c => c.Name).FirstOrDefault()));
        var page = request.IsNarrowed ? await shown.ToPageAsync(request, cancellationToken) : await shown.ToPageAsync(request, list.UnsubscribedCount, cancellationToken);
        return new UnsubscribedPage(id, list.Name, list.UnsubscribedCount, request, page);
    }

    /// <summary>All unsubscribed addresses for a file, as they come from the database.</summary>
    public async IAsyncEnumerable<string?[]> AllAsync(int id)
    {
        await foreach (var u in db.Streamed(db.Unsubscribes.AsNoTracking().Where(u => u.ListTypeId == id).OrderBy(u => u.At).ThenBy(u => u.Id)))
        {
            yield return [u.Email, u.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), UnsubscribedRow.Words(u.Source), u.Reason];
        }
    }
}
