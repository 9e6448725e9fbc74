namespace EmailContactPortal.Domain.Deliveries;

/// <summary>The fate of one message to one recipient.</summary>
public enum DeliveryStatus
{
    /// <summary>
    /// No answer yet. While an <see cref="OpenAttempt"/> names it, its message may be on its way; a crash then turns it into
    /// <see cref="Uncertain"/>.
    /// </summary>
    Pending = 1,

    /// <summary>Accepted by the mail server.</summary>
    Sent = 3,

    /// <summary>Refused for now; tried again at NextAttemptAt.</summary>
    Deferred = 4,

    /// <summary>Accepted, then returned.</summary>
    Bounced = 5,

    /// <summary>Refused for good by the mail server, or given up after the maximum age.</summary>
    Rejected = 6,

    /// <summary>It may or may not have arrived; settled by evidence or by a person, never resent by itself.</summary>
    Uncertain = 7,

    /// <summary>Left out by a rule.</summary>
    Excluded = 8,
}

/// <summary>Why a recipient was left out.</summary>
public enum ExclusionRule
{
    None = 0,
    Unsubscribed = 1,
    Suppressed = 2,
    HardBounced = 3,
    Duplicate = 4,
    InvalidAddress = 5,
    Removed = 6,

    /// <summary>The campaign was cancelled before this recipient's turn.</summary>
    Cancelled = 7,

    /// <summary>The message could not be composed for this recipient.</summary>
    NotComposable = 8,
}

/// <summary>The one table of legal delivery moves.</summary>
public static class DeliveryMoves
{
    private static readonly HashSet<(DeliveryStatus From, DeliveryStatus To)> Table =
    [
        (DeliveryStatus.Pending, DeliveryStatus.Sent),
        (DeliveryStatus.Pending, DeliveryStatus.Deferred),
        (DeliveryStatus.Pending, DeliveryStatus.Rejected),
        (DeliveryStatus.Pending, DeliveryStatus.Uncertain),
        (DeliveryStatus.Pending, DeliveryStatus.Excluded),
        (DeliveryStatus.Deferred, DeliveryStatus.Sent),
        (DeliveryStatus.Deferred, DeliveryStatus.Deferred),
        (DeliveryStatus.Deferred, DeliveryStatus.Rejected),
        (DeliveryStatus.Deferred, DeliveryStatus.Uncertain),
        (DeliveryStatus.Deferred, DeliveryStatus.Excluded),
        (DeliveryStatus.Sent, DeliveryStatus.Bounced),
        (DeliveryStatus.Uncertain, DeliveryStatus.Sent),
        (DeliveryStatus.Uncertain, DeliveryStatus.Bounced),
        (DeliveryStatus.Uncertain, DeliveryStatus.Pending),
        (DeliveryStatus.Excluded, DeliveryStatus.Pending),
    ];

    /// <summary>Whether a delivery may go from one state to the other.</summary>
    public static bool IsLegal(DeliveryStatus from, DeliveryStatus to) => Table.Contains((from, to));

    /// <summary>Whether the portal does nothing more about it by itself.</summary>
    public static bool IsFinal(DeliveryStatus status) =>
        status is DeliveryStatus.Sent or DeliveryStatus.Bounced or DeliveryStatus.Rejected or DeliveryStatus.Uncertain
            or DeliveryStatus.Excluded;
}
