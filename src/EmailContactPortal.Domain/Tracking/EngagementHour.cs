namespace EmailContactPortal.Domain.Tracking;

/// <summary>What people did in one hour of one campaign; kept for the chart, so that a report never counts events.</summary>
public sealed class EngagementHour
{
    public int CampaignId { get; set; }

    /// <summary>UTC start of the hour.</summary>
    public DateTime Hour { get; set; }

    public int Opens { get; set; }

    /// <summary>People whose first open fell into this hour.</summary>
    public int UniqueOpens { get; set; }

    public int Clicks { get; set; }

    /// <summary>People whose first click fell into this hour.</summary>
    public int UniqueClicks { get; set; }

    public int Unsubscribes { get; set; }
}
