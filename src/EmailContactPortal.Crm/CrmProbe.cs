namespace EmailContactPortal.Crm;

/// <summary>How a CRM ties people to what is imported.</summary>
public enum CrmMembership
{
    /// <summary>The campaign has members.</summary>
    CampaignRelation = 1,

    /// <summary>A marketing list or group stands for the campaign.</summary>
    List = 2,

    /// <summary>A marker field on the contact.</summary>
    Field = 3,
}

/// <summary>Where the CRM keeps what the portal tells it about a contact.</summary>
public enum CrmEventSink
{
    /// <summary>Nowhere: this account may not write.</summary>
    None = 0,

    /// <summary>A record of its own for each activity.</summary>
    Activity = 1,

    /// <summary>Fields of the contact; only the last state is kept.</summary>
    ContactFields = 2,

    /// <summary>A comment on the contact.</summary>
    Comment = 3,

    /// <summary>An e-mail record on the contact.</summary>
    EmailRecord = 4,
}

/// <summary>What leaving a list means in the CRM.</summary>
public enum CrmUnsubscribeScope
{
    /// <summary>The CRM cannot be told.</summary>
    None = 0,

    /// <summary>The contact gets no mail at all.</summary>
    Contact = 1,

    /// <summary>The contact leaves one list.</summary>
    List = 2,
}

/// <summary>What one installation offers to one account: the differences between CRMs, as data.</summary>
public sealed record CrmProbe
{
    /// <summary>Product and version in its own words, when it tells.</summary>
    public string Product { get; init; } = "";

    /// <summary>Who we are there.</summary>
    public string Account { get; init; } = "";

    public CrmMembership Membership { get; init; } = CrmMembership.CampaignRelation;

    /// <summary>What can be a member, in people's words: Contacts, Leads, Accounts.</summary>
    public IReadOnlyList<string> MemberTypes { get; init; } = [];

    /// <summary>Most members in one page.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Whether the CRM can say how many members a campaign has.</summary>
    public bool TotalsKnown { get; init; }

    /// <summary>Whether it can give only what changed since a moment.</summary>
    public bool DeltaByModifiedTime { get; init; }

    public CrmEventSink EventSink { get; init; }

    /// <summary>Whether it recognises a repeated write by itself; otherwise we read back before we repeat.</summary>
    public bool EventsIdempotent { get; init; }

    /// <summary>Whether it can tell which activities it holds, for reconciliation.</summary>
    public bool ReadsBack { get; init; }

    /// <summary>Whether it can be asked for the opt-out of contacts, for reconciliation.</summary>
    public bool ReadsOptOut { get; init; }

    /// <summary>Whether its campaigns take a mailing's totals.</summary>
    public bool CampaignTotals { get; init; }

    /// <summary>Whether fields of its contacts can be changed from here.</summary>
    public bool FieldUpdates { get; init; }

    /// <summary>Most activities in one call.</summary>
    public int WriteBatch { get; init; } = 1;

    public CrmUnsubscribeScope UnsubscribeScope { get; init; }

    /// <summary>Calls the CRM serves at once for this account.</summary>
    public int ParallelCalls { get; init; } = 1;

    /// <summary>Active campaigns this account can see.</summary>
    public int Campaigns { get; init; }

    /// <summary>Members of the newest of them, when known.</summary>
    public int? Members { get; init; }

    /// <summary>What is missing or surprising, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
