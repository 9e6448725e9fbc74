namespace EmailContactPortal.Domain.Deliveries;

/// <summary>
/// One open connection to a mail server, and the message whose end may be on its way over it. Made durable before that end can leave and
/// moved on with the answer, so a crash leaves at most one delivery per connection whose fate nobody knows.
/// </summary>
public sealed class OpenAttempt
{
    public long Id { get; set; }

    public int CampaignId { get; set; }

    /// <summary>The batch of the delivery; whoever takes that batch over settles this attempt.</summary>
    public long? BatchId { get; set; }

    /// <summary>The delivery on its way; null while the connection has none.</summary>
    public long? DeliveryId { get; set; }

    /// <summary>Without angle brackets.</summary>
    public string? MessageId { get; set; }

    public int MailServerId { get; set; }

    /// <summary>UTC since when it may be on its way.</summary>
    public DateTime? AttemptedAt { get; set; }
}
