namespace EmailContactPortal.Domain.Tracking;

/// <summary>What happened to a delivered message.</summary>
public enum TrackingKind
{
    Open = 1,
    Click = 2,
    OnlineView = 3,
    Unsubscribe = 4,
    Resubscribe = 5,
    Bounce = 6,
    Complaint = 7,
}

/// <summary>One recorded signal; written once, before its request is answered.</summary>
public sealed class TrackingEvent
{
    /// <summary>Longest user agent kept, characters.</summary>
    public const int MaxUserAgent = 256;

    public long Id { get; set; }

    public int CampaignId { get; set; }

    public long DeliveryId { get; set; }

    public TrackingKind Kind { get; set; }

    public int? LinkId { get; set; }

    /// <summary>UTC.</summary>
    public DateTime At { get; set; }

    public string? UserAgent { get; set; }

    /// <summary>Whether a machine (proxy, scanner, prefetch) made it; reversible, the raw event stays.</summary>
    public bool IsMachine { get; set; }
}
