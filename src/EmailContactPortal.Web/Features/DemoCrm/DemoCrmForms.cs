using EmailContactPortal.Domain.DemoCrm;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.DemoCrm;

/// <summary>A campaign of the demo CRM in its list.</summary>
public sealed record DemoCampaignRow(int Id, string Name, string Status, DateTime CreatedAt, int Members);

/// <summary>All campaigns.</summary>
public sealed record DemoCampaignList(ListRequest Request, PageOf<DemoCampaignRow> Rows);

/// <summary>One campaign with its members, or with contacts to add.</summary>
public sealed record DemoCampaignPage(DemoCrmCampaign Campaign, bool IsAdding, ListRequest Request, PageOf<DemoCrmContact> Rows);

/// <summary>Contacts.</summary>
public sealed record DemoContactList(ListRequest Request, PageOf<DemoCrmContact> Rows);

/// <summary>One contact with what the portal wrote back.</summary>
public sealed record DemoContactPage(DemoCrmContact Contact, IReadOnlyList<DemoCampaignRow> Campaigns, IReadOnlyList<DemoCrmActivity> Activities);
