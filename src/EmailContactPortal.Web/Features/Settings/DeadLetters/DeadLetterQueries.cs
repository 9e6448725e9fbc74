using EmailContactPortal.Data;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.DeadLetters;

/// <summary>One thing that could not be written.</summary>
internal sealed record DeadLetterRow(
    long Id, DeadLetterKind Kind, DateTime At, string? Campaign, int? CampaignId, string? Email, string Reason, string Content);

/// <summary>A page of them.</summary>
internal sealed record DeadLetterPage(ListPage<DeadLetterRow> List, int Hits);

/// <summary>Reads what was set aside.</summary>
internal sealed class DeadLetterQueries(PortalContext db, ListReading lists)
{
    public static ListSpec<DeadLetter, DeadLetterRow> Spec { get; } = new ListSpec<DeadLetter, DeadLetterRow>("set-aside", "things")
        .Column("what", "What")
        .Column("person", "Person")
        .Column("why", "Why")
        .Column("at", "When", ListSort<DeadLetter>.By(l => l.Id, ["Id"]), isNewestFirst: true)
        .Actions()
        .Order("at", descending: true)
        .Says("What was set aside", new("circle-check", "Nothing is set aside", "Everything that came in could be written."));

    public async Task<DeadLetterPage> ListAsync(ListRequest request, CancellationToken cancellationToken) => new(
        await lists.ReadAsync(Spec, request, db.DeadLetters.AsNoTracking(), Rows, cancellationToken: cancellationToken),
        await db.DeadLetters.CountAsync(l => l.Kind == DeadLetterKind.Hit, cancellationToken));

    private IQueryable<DeadLetterRow> Rows(IQueryable<DeadLetter> letters) =>
        from l in letters
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
}
