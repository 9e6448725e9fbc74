using EmailContactPortal.Data;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.Suppressions;

/// <summary>One address that gets nothing.</summary>
internal sealed record SuppressionRow(long Id, string Email, SuppressionReason Reason, string? Detail, DateTime At, string? Campaign)
{
    /// <summary>Bounces in a row after which an address is suppressed.</summary>
    public static int SoftLimit => Suppression.SoftLimit;

    public string ReasonWords => Reason switch
    {
        SuppressionReason.HardBounce => "No such mailbox",
        SuppressionReason.SoftBounces => "Bounced {0} times in a row",
        _ => "Reported as unwanted",
    };
}

/// <summary>Reads suppressed addresses.</summary>
internal sealed class SuppressionQueries(PortalContext db, ListReading lists)
{
    public static ListSpec<Suppression, SuppressionRow> Spec { get; } = new ListSpec<Suppression, SuppressionRow>("suppressed", "addresses")
        .Column("email", "Address", ListSort<Suppression>.By(s => s.EmailKey, ["EmailKey"]))
        .Column("why", "Why")
        .Column("at", "When", ListSort<Suppression>.By(s => s.At, ["At"]), isNewestFirst: true)
        .Column("campaign", "Campaign", show: r => r.Campaign ?? "–")
        .Actions()
        .Order("at", descending: true)
        .Tie(s => s.Id)
        .Search("Search addresses", "Search by a part of the address")
        .SearchKey(s => s.EmailKey)
        .Says(
            "Suppressed addresses",
            new(
                "mail-check", "No address is suppressed",
                "An address comes here when a mail to it returns with “no such mailbox”, or when its owner complains."),
            new("mail-check", "No such address here", "Search by a shorter part of it."));

    public async Task<ListPage<SuppressionRow>> ListAsync(ListRequest request, CancellationToken cancellationToken) =>
        await lists.ReadAsync(
        Spec,
        request,
        db.Suppressions.AsNoTracking(),
        rows => rows.Select(s => new SuppressionRow(
            s.Id, s.Email, s.Reason, s.Detail, s.At, db.Campaigns.Where(c => c.Id == s.CampaignId).Select(c => c.Name).FirstOrDefault())),
        isLarge: request.Words is not null
            && await db.Suppressions.OrderBy(s => s.Id).Skip(ListRequest.SearchesEverywhere).AnyAsync(cancellationToken),
        cancellationToken: cancellationToken);
}
