using EmailContactPortal.Domain.TargetGroups;

namespace EmailContactPortal.Domain.Deliveries;

/// <summary>One message to one recipient of one campaign: the person as frozen at launch, and what became of the message.</summary>
public sealed class Delivery : PersonFields
{
    /// <summary>Longest stored SMTP reply, characters.</summary>
    public const int MaxReply = 500;

    public long Id { get; set; }

    public int CampaignId { get; set; }

    public DeliveryStatus Status { get; set; } = DeliveryStatus.Pending;

    public ExclusionRule Exclusion { get; set; }

    /// <summary>Times a message for this recipient was handed to a mail server.</summary>
    public int Attempts { get; set; }

    /// <summary>UTC; for deferred deliveries.</summary>
    public DateTime? NextAttemptAt { get; set; }

    /// <summary>UTC of the first attempt; retries end a maximum age after it.</summary>
    public DateTime? FirstAttemptAt { get; set; }

    /// <summary>UTC of the last attempt's start.</summary>
    public DateTime? AttemptedAt { get; set; }

    /// <summary>UTC when the mail server took it.</summary>
    public DateTime? SentAt { get; set; }

    /// <summary>Without angle brackets.</summary>
    public string? MessageId { get; set; }

    /// <summary>The mail server's last answer, bounded to <see cref="MaxReply"/>.</summary>
    public string? SmtpReply { get; set; }

    /// <summary>How far the last attempt came, in the mail library's words.</summary>
    public string? SmtpStage { get; set; }

    public int? MailServerId { get; set; }

    public int Opens { get; set; }

    public int Clicks { get; set; }

    public DateTime? FirstOpenAt { get; set; }

    public DateTime? LastOpenAt { get; set; }

    public DateTime? FirstClickAt { get; set; }

    public DateTime? UnsubscribedAt { get; set; }
}

/// <summary>A stretch of one campaign's deliveries that belongs to one instance at a time, guarded by a fencing token.</summary>
public sealed class DeliveryBatch
{
    public long Id { get; set; }

    public int CampaignId { get; set; }

    /// <summary>First delivery id, inclusive.</summary>
    public long FirstId { get; set; }

    /// <summary>Last delivery id, inclusive.</summary>
    public long LastId { get; set; }

    /// <summary>True when every delivery in it has a final answer.</summary>
    public bool IsDone { get; set; }

    /// <summary>The instance that holds it.</summary>
    public string? Owner { get; set; }

    /// <summary>Raised by every take-over; a write that names an older one changes nothing.</summary>
    public long FencingToken { get; set; }

    /// <summary>UTC until which the owner holds it.</summary>
    public DateTime? LeaseUntil { get; set; }

    /// <summary>UTC before which nothing in it is due; null when something may be due now.</summary>
    public DateTime? DueAt { get; set; }
}
