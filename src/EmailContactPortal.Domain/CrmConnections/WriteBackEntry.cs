namespace EmailContactPortal.Domain.CrmConnections;

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

    public CrmActivityKind Kind { get; set; }

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
}
