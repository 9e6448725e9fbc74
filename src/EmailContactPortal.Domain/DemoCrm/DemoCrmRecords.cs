namespace EmailContactPortal.Domain.DemoCrm;

/// <summary>A campaign of the built-in demo CRM.</summary>
public sealed class DemoCrmCampaign
{
    public int Id { get; set; }

    public required string Name { get; set; }

    /// <summary>Planning, Active, Inactive, Completed or Cancelled; only Active ones can be imported.</summary>
    public required string Status { get; set; }

    /// <summary>People mailed, as the portal wrote it back.</summary>
    public int Sent { get; set; }

    /// <summary>People who read it, as the portal wrote it back.</summary>
    public int Opened { get; set; }

    /// <summary>People who clicked, as the portal wrote it back.</summary>
    public int Clicked { get; set; }

    public DateTime CreatedAt { get; set; }
}

/// <summary>A contact of the built-in demo CRM.</summary>
public sealed class DemoCrmContact
{
    public int Id { get; set; }

    public string FirstName { get; set; } = "";

    public string LastName { get; set; } = "";

    public required string Email { get; set; }

    public string Company { get; set; } = "";

    public string City { get; set; } = "";

    public string Title { get; set; } = "";

    public string Phone { get; set; } = "";

    public string Language { get; set; } = "";

    /// <summary>Set by write-back when the contact unsubscribed.</summary>
    public bool EmailOptOut { get; set; }

    public DateTime CreatedAt { get; set; }
}

/// <summary>A contact's place in a demo CRM campaign.</summary>
public sealed class DemoCrmMembership
{
    public int CampaignId { get; set; }

    public int ContactId { get; set; }
}

/// <summary>What the portal wrote back to a demo CRM contact.</summary>
public sealed class DemoCrmActivity
{
    public long Id { get; set; }

    public int ContactId { get; set; }

    /// <summary>sent, opened, clicked, unsubscribed …</summary>
    public required string Kind { get; set; }

    public required string CampaignName { get; set; }

    /// <summary>The email's subject or the clicked link.</summary>
    public string Detail { get; set; } = "";

    /// <summary>UTC of the fact.</summary>
    public DateTime At { get; set; }

    /// <summary>UTC when it was written.</summary>
    public DateTime WrittenAt { get; set; }

    /// <summary>Unique: a repeated write is recognised.</summary>
    public required string ExternalId { get; set; }
}
