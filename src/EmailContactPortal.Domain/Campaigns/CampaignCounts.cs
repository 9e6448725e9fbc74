namespace EmailContactPortal.Domain.Campaigns;

/// <summary>
/// How far a campaign is at one recipient domain. Only its largest domains have a row of their own; all others share one.
/// Kept beside the sending, about a second behind <see cref="CampaignTotals"/>.
/// </summary>
public sealed class CampaignDomainCount
{
    /// <summary>The row of all domains that have none.</summary>
    public const string Others = "";

    public int CampaignId { get; set; }

    public required string Domain { get; set; }

    /// <summary>How many domains the row counts.</summary>
    public int Domains { get; set; } = 1;

    /// <summary>Those who are to get it: without the ones left out.</summary>
    public int Recipients { get; set; }

    public int Sent { get; set; }

    public int Deferred { get; set; }

    public int Bounced { get; set; }

    public int Rejected { get; set; }

    public int Uncertain { get; set; }
}

/// <summary>What one mail server did for a campaign.</summary>
public sealed class CampaignServerCount
{
    public int CampaignId { get; set; }

    /// <summary>Stays when the server is deleted.</summary>
    public int MailServerId { get; set; }

    /// <summary>Messages it took.</summary>
    public int Sent { get; set; }

    /// <summary>Its answers that put a message off.</summary>
    public int Deferred { get; set; }

    /// <summary>Its answers that refused a message for good.</summary>
    public int Rejected { get; set; }
}
