using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.ListTypes;

/// <summary>Reads list types and their unsubscribed addresses.</summary>
internal sealed class ListTypeQueries(PortalContext db, ListReading lists)
{
    public Task<ListPage<ListTypeRow>> ListAsync(ListRequest request, CancellationToken cancellationToken) => lists.ReadAsync(
        ListTypeList.Spec,
        request,
        db.ListTypes.AsNoTracking(),
        rows => rows.Select(l => new ListTypeRow(
            l.Id, l.Name, l.PageHtml != "", db.TargetGroups.Count(g => g.ListTypeId == l.Id), l.UnsubscribedCount, l.UpdatedAt)),
        cancellationToken: cancellationToken);

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
        var list = await db.ListTypes.AsNoTracking().Where(l => l.Id == id).Select(l => new { l.Name, l.UnsubscribedCount })
            .FirstOrDefaultAsync(cancellationToken);
        if (list is null) return null;
        return new UnsubscribedPage(id, list.Name, list.UnsubscribedCount, await lists.ReadAsync(
            ListTypeList.Unsubscribed,
            request,
            db.Unsubscribes.AsNoTracking().Where(u => u.ListTypeId == id),
            rows => rows.Select(u =>
                new UnsubscribedRow(
                    u.Id, u.Email, u.At, u.Source, u.Reason,
                    db.Campaigns.Where(c => c.Id == u.CampaignId).Select(c => c.Name).FirstOrDefault())),
            async (rows, isNarrowed) => isNarrowed ? await rows.LongCountAsync(cancellationToken) : list.UnsubscribedCount,
            list.UnsubscribedCount > ListRequest.SearchesEverywhere,
            cancellationToken));
    }

    /// <summary>All unsubscribed addresses for a file, as they come from the database.</summary>
    public async IAsyncEnumerable<string?[]> AllAsync(int id)
    {
        await foreach (var u in db.Streamed(db.Unsubscribes.AsNoTracking().Where(u => u.ListTypeId == id).OrderBy(u => u.At)
            .ThenBy(u => u.Id)))
        {
            yield return [u.Email, u.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                UnsubscribedRow.Words(u.Source), u.Reason];
        }
    }
}
