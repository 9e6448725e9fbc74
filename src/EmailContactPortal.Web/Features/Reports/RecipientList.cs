using System.Globalization;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>What a list of recipients, and its export, asks for.</summary>
internal sealed class RecipientRequest : ListRequest
{
    /// <summary>A <see cref="DeliveryStatus"/>; empty for every outcome.</summary>
    [FromQuery(Name = "status")]
    public string? Status { get; set; }

    /// <summary><c>opened</c>, <c>not-opened</c>, <c>clicked</c>, <c>unsubscribed</c>; empty for any behaviour.</summary>
    [FromQuery(Name = "did")]
    public string? Did { get; set; }

    /// <summary>Only people who clicked this link.</summary>
    [FromQuery(Name = "link")]
    public int? Link { get; set; }

    /// <summary>The chosen outcome, when it is one.</summary>
    public DeliveryStatus? Outcome =>
        Enum.TryParse<DeliveryStatus>(Status, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null;
}

/// <summary>One recipient in a report.</summary>
internal sealed record RecipientRow(
    long Id, string Email, string FirstName, string LastName, DeliveryStatus Status, ExclusionRule Exclusion, DateTime? SentAt,
    string? SmtpReply, int Opens, int Clicks,
    DateTime? LastOpenAt, DateTime? FirstClickAt, DateTime? UnsubscribedAt)
{
    public string Name => $"{FirstName} {LastName}".Trim();
}

/// <summary>A page of recipients.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="CampaignName">Its name.</param>
/// <param name="List">The page.</param>
/// <param name="LinkLabel">The link whose clickers are shown.</param>
/// <param name="IsCut">Whether more people match than are counted; the export has all.</param>
internal sealed record RecipientPage(int CampaignId, string CampaignName, ListPage<RecipientRow> List, string? LinkLabel, bool IsCut);

/// <summary>The people of a campaign. What they did is narrowed by the query, for the list and for the export alike.</summary>
internal static class RecipientList
{
    public static ListSpec<Delivery, RecipientRow> Spec { get; } = new ListSpec<Delivery, RecipientRow>("recipients", "people")
        .Column("address", "Recipient", ListSort<Delivery>.By(d => d.EmailKey, ["CampaignId", "EmailKey"]))
        .Column("outcome", "Outcome")
        .Column("sent", "Sent", ListSort<Delivery>.By(d => d.Id, ["Id"]))
        .Column(
            "opened", "Opens", ListSort<Delivery>.EmptyLast(d => d.FirstOpenAt, ["CampaignId", "FirstOpenAt"]), isNumber: true,
            isNewestFirst: true, show: r => N(r.Opens))
        .Column(
            "clicked", "Clicks", ListSort<Delivery>.EmptyLast(d => d.FirstClickAt, ["CampaignId", "FirstClickAt"]), isNumber: true,
            isNewestFirst: true, show: r => N(r.Clicks))
        .Column("last", "Last event")
        .Order("sent")
        .Tie(d => d.Id)
        .Search("Search recipients", "Name or address", d => d.FirstName + " " + d.LastName)
        .SearchKey(d => d.EmailKey)
        .Filter(new("status", "Outcome")
        {
            Every = "Every outcome",
            Options = () =>
            [
                new("Sent", "Delivered"), new("Pending", "Waiting"), new("Deferred", "Deferred"), new("Bounced", "Bounced"),
                new("Rejected", "Rejected"), new("Uncertain", "Uncertain"),
                new("Excluded", "Left out"),
            ],
        })
        .Filter(new("did", "Behaviour")
        {
            Every = "Any behaviour",
            Options = () => [new("opened", "Opened"), new("not-opened", "Did not open"), new("clicked", "Clicked"),
                new("unsubscribed", "Unsubscribed")],
        })
        .Filter(new("link", "Link"))
        .Says(
            "Recipients",
            new("users", "Nobody is in this campaign", "Its target group had no members when it was launched."),
            new("users", "Nobody matches", "Nobody in this campaign fits what is chosen above.", ("Show everybody", "")));

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
