using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Sending.Committing;

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

    /// <summary>The attempt this is the answer to; null when no message had been on its way.</summary>
    public Attempt? Attempt { get; init; }

    /// <summary>The server says that there is no such mailbox: its address gets nothing any more, of any list.</summary>
    public bool IsHardRefusal { get; init; }

    /// <summary>Whether it counts as a try: not when the trouble was the server's alone, nor when no message could be made.</summary>
    public bool IsTry => Status != DeliveryStatus.Excluded && (Attempt is null || Status != Item.Status || NextAttemptAt is not null);
}

/// <summary>What is made durable before the end of a message can leave.</summary>
/// <param name="Item">The delivery.</param>
/// <param name="MessageId">Without angle brackets.</param>
/// <param name="ServerId">The mail server it goes to.</param>
/// <param name="At">UTC.</param>
/// <param name="OpenAttemptId">The <see cref="OpenAttempt"/> of the connection.</param>
internal sealed record Attempt(WorkItem Item, string MessageId, int ServerId, DateTime At, long OpenAttemptId);
