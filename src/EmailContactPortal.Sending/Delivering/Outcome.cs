using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>What became of one delivery, as its row will say.</summary>
internal sealed record Outcome(WorkItem Item, DeliveryStatus Status)
{
    public string? Reply { get; init; }

    public string? Stage { get; init; }

    public DateTime? SentAt { get; init; }

    public DateTime? NextAttemptAt { get; init; }

    public ExclusionRule Exclusion { get; init; }

    /// <summary>The server that gave the answer.</summary>
    public int? ServerId { get; init; }

    /// <summary>The state the row is in: what the counters are moved away from.</summary>
    public bool WasAttempting { get; init; }
}

/// <summary>What is made durable before the end of a message can leave.</summary>
internal sealed record Attempt(WorkItem Item, string MessageId, int ServerId, DateTime At);
