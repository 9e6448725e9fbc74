namespace EmailContactPortal.Domain.Tracking;

/// <summary>
/// A hit made durable under load before it is worked into events and counters: an append-only journal without indexes,
/// emptied from its old end in the same transactions that write what it says.
/// </summary>
public sealed class TrackingHit
{
    public long Id { get; set; }

    public long DeliveryId { get; set; }

    public TrackingKind Kind { get; set; }

    public int? LinkId { get; set; }

    /// <summary>UTC.</summary>
    public DateTime At { get; set; }

    public string? UserAgent { get; set; }

    public bool IsMachine { get; set; }
}
