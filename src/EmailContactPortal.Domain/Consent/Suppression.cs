namespace EmailContactPortal.Domain.Consent;

/// <summary>Why nothing is sent to an address any more, of any list.</summary>
public enum SuppressionReason
{
    /// <summary>The receiving server says that there is no such mailbox.</summary>
    HardBounce = 1,

    /// <summary>Mail came back for passing reasons, several times in a row.</summary>
    SoftBounces = 2,

    /// <summary>The person reported a mail as unwanted.</summary>
    Complaint = 3,
}

/// <summary>An address that gets nothing from the portal until an administrator lifts that.</summary>
public sealed class Suppression
{
    /// <summary>Soft bounces in a row that suppress an address.</summary>
    public const int SoftLimit = 3;

    public long Id { get; set; }

    public required string Email { get; set; }

    /// <summary><see cref="EmailAddress.Key"/>; unique.</summary>
    public required string EmailKey { get; set; }

    public SuppressionReason Reason { get; set; }

    /// <summary>The receiving server's words.</summary>
    public string? Detail { get; set; }

    /// <summary>UTC.</summary>
    public DateTime At { get; set; }

    /// <summary>The campaign whose mail led here.</summary>
    public int? CampaignId { get; set; }
}
