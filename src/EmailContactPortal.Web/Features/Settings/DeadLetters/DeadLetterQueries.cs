using EmailContactPortal.Data;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.DeadLetters;

/// <summary>One thing that could not be written.</summary>
public sealed record DeadLetterRow(long Id, DeadLetterKind Kind, DateTime At, string? Campaign, int? CampaignId, string? Email, string Reason, string Content);

/// <summary>A page of them.</summary>
public sealed record DeadLetterPage(ListRequest Request, PageOf<DeadLetterRow> Rows, int Hits);

/// <summary>Reads what was set aside.</summary>
public sealed class DeadLetterQueries(PortalContext db)
{
    public async Task<DeadLetterPage> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        request.OrderByDefault("at", descending: true);
        var rows = db.DeadLetters.AsNoTracking();
        rows = request.Descending ? rows.OrderByDescending(l => l.Id) : rows.OrderBy(l => l.Id);
        var shown = from l in rows
                    join d in db.Deliveries on l.DeliveryId equals d.Id into deliveries
                    from d in deliveries.DefaultIfEmpty()
                    select new DeadLetterRow(
                        l.Id,
                        l.Kind,
                        l.At,
                        db.Campaigns.Where(c => c.Id == (l.CampaignId ?? (d == null ? 0 : d.CampaignId))).Select(c => c.Name).FirstOrDefault(),
                        l.CampaignId ?? (d == null ? null : d.CampaignId),
                        d == null ? null : d.Email,
                        l.Reason,
                        l.Content);
        return new DeadLetterPage(request, await shown.ToPageAsync(request, cancellationToken), await db.DeadLetters.CountAsync(l => l.Kind == DeadLetterKind.Hit, cancellationToken));
    }
}
