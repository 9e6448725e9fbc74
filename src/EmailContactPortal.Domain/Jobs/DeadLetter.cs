namespace EmailContactPortal.Domain.Jobs;

/// <summary>What was set aside because it could not be written again and again while the rest could: nothing waits behind it, and nothing of it is lost.</summary>
public sealed class DeadLetter
{
    /// <summary>Longest content, characters.</summary>
    public const int MaxContent = 4000;

    /// <summary>Longest reason, characters.</summary>
    public const int MaxReason = 500;

    public long Id { get; set; }

    public DeadLetterKind Kind { get; set; }

    /// <summary>UTC of when it was set aside.</summary>
    public DateTime At { get; set; }

    public int? CampaignId { get; set; }

    public long? DeliveryId { get; set; }

    /// <summary>The whole of it as JSON, so that it can be tried again.</summary>
    public required string Content { get; set; }

    /// <summary>Why it could not be written.</summary>
    public required string Reason { get; set; }
}

/// <summary>What kinds of things are set aside.</summary>
public enum DeadLetterKind
{
    /// <summary>An open or a click.</summary>
    Hit = 1,

    /// <summary>What a mail server answered about one message.</summary>
    Outcome = 2,
}
