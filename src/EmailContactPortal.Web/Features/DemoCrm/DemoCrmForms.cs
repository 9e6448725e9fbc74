using System.Globalization;
using EmailContactPortal.Domain.DemoCrm;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.DemoCrm;

/// <summary>A campaign of the demo CRM in its list.</summary>
internal sealed record DemoCampaignRow(int Id, string Name, string Status, DateTime CreatedAt, int Members);

/// <summary>One campaign with its members, or with contacts to add.</summary>
internal sealed record DemoCampaignPage(DemoCrmCampaign Campaign, bool IsAdding, ListPage<DemoCrmContact> Contacts);

/// <summary>One contact with what the portal wrote back.</summary>
internal sealed record DemoContactPage(
    DemoCrmContact Contact, IReadOnlyList<DemoCampaignRow> Campaigns, IReadOnlyList<DemoCrmActivity> Activities);

/// <summary>The lists of the demo CRM.</summary>
internal static class DemoCrmLists
{
    public static ListSpec<DemoCrmCampaign, DemoCampaignRow> Campaigns { get; } = new ListSpec<DemoCrmCampaign, DemoCampaignRow>(
        "demo-campaigns", "campaigns")
        .Column("name", "Name", ListSort<DemoCrmCampaign>.Text(c => c.Name))
        .Column("state", "State")
        .Column("contacts", "Contacts", isNumber: true, show: r => r.Members.ToString("N0", CultureInfo.InvariantCulture))
        .Column("made", "Made", ListSort<DemoCrmCampaign>.By(c => c.CreatedAt), isNewestFirst: true)
        .Order("made", descending: true)
        .Tie(c => c.Id)
        .Search("Search campaigns", "Search by name", c => c.Name)
        .Says(
            "Campaigns",
            new("address-book", "No campaigns yet", "Make the first one beside this."),
            new("search", "Nothing matches", "Search by a part of the name.", ("Clear the search", "")));

    public static ListSpec<DemoCrmContact, DemoCrmContact> Contacts { get; } = Of("demo-contacts").Says(
        "Contacts",
        new("search", "Nobody here", "The demo CRM has no contacts."),
        new("search", "Nobody matches", "Search by a part of the name, the address or the company.", ("Clear the search", "")));

    public static ListSpec<DemoCrmContact, DemoCrmContact> Members { get; } = Of("demo-members").Without("title").Actions()
        .Filter(new("adding", "Adding") { IsPartOfAddress = true })
        .Says(
            "Contacts",
            new("users", "Nobody here", "Add contacts, then set the campaign to Active so that the portal can import it."),
            new("users", "Nobody here", "Search by a part of the name, the address or the company."));

    internal static ListSpec<DemoCrmContact, DemoCrmContact> Others() => Members.Without("title", "city", "actions").Says(
        "Contacts to add",
        new("users", "Nobody here", "Every contact that matches is in the campaign."));

    private static ListSpec<DemoCrmContact, DemoCrmContact> Of(string key) => new ListSpec<DemoCrmContact, DemoCrmContact>(key, "contacts")
        .Column("contact", "Contact", ListSort<DemoCrmContact>.Text(c => c.LastName + " " + c.FirstName))
        .Column("company", "Company", ListSort<DemoCrmContact>.Text(c => c.Company), show: c => c.Company)
        .Column("title", "Title", show: c => c.Title)
        .Column("city", "City", show: c => c.City)
        .Order("contact")
        .Tie(c => c.Id)
        .Search("Search contacts", "Name, address or company", c => c.Email, c => c.FirstName + " " + c.LastName, c => c.Company);
}
