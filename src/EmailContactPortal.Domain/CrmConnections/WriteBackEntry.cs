namespace EmailContactPortal.Domain.CrmConnections;

/// <summary>What is told to the CRM about a contact.</summary>
public enum WriteBackKind
{
    Sent = 1,
    Opened = 2,
    Clicked = 3,
    Unsubscribed = 4,
    Resubscribed = 5,
    HardBounced = 6,
    SoftBounced = 7,
}

/// <summary>How far an entry is.</summary>
public enum WriteBackStatus
{
    Pending = 1,
    Written = 2,

    /// <summary>The CRM refused it for good; it waits for a person to replay it.</summary>
    Failed = 3,
}

/// <summary>One fact on its way to a CRM contact; the outbox is ordered per contact and idempotent by <see cref="ExternalId"/>.</summary>
public sealed class WriteBackEntry
{
    public long Id { get; set; }

    public int CrmConnectionId { get; set; }

    public required string CrmContactId { get; set; }

    public int CampaignId { get; set; }

    public long DeliveryId { get; set; }

    public WriteBackKind Kind { get; set; }

    public int? LinkId { get; set; }

    /// <summary>UTC of the fact.</summary>
    public DateTime At { get; set; }

    /// <summary>Unique; the CRM stores it where it can, so that a repeated write is recognised.</summary>
    public required string ExternalId { get; set; }

    public WriteBackStatus Status { get; set; } = WriteBackStatus.Pending;

    public int Attempts { get; set; }

    /// <summary>UTC before which it is not tried again.</summary>
    public DateTime? NextAttemptAt { get; set; }

    public string? Problem { get; set; }

    public DateTime? WrittenAt { get; set; }

    /// <summary>The <see cref="ExternalId"/> of a fact: the same fact always gets the same one, however often it is told.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="deliveryId">To which message.</param>
    /// <param name="linkId">Through which link; 0 for none.</param>
    /// <param name="ordinal">How often it had happened by then, for what can happen again.</param>
    public static string ExternalIdOf(WriteBackKind kind, long deliveryId, int linkId = 0, int ordinal = 1) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{KindWord(kind)}-{deliveryId}-{linkId}-{ordinal}");

    /// <summary>One lower-case word for the kind.</summary>
    public static string KindWord(WriteBackKind kind) => kind switch
    {
        WriteBackKind.Sent => "sent",
        WriteBackKind.Opened => "opened",
        WriteBackKind.Clicked => "clicked",
        WriteBackKind.Unsubscribed => "unsubscribed",
        WriteBackKind.Resubscribed => "resubscribed",
        WriteBackKind.HardBounced => "hard-bounced",
        WriteBackKind.SoftBounced => "soft-bounced",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
