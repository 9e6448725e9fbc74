using System.Text.Json;

namespace EmailContactPortal.Domain.Jobs;

/// <summary>
/// What was set aside because it could not be written again and again while the rest could: nothing waits behind it, and nothing of it is
/// lost.
/// </summary>
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

    /// <summary>Makes one of what could not be written.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="content">The whole of it.</param>
    /// <param name="reason">What the database said.</param>
    /// <param name="at">UTC.</param>
    /// <param name="deliveryId">The delivery it is about.</param>
    /// <param name="campaignId">The campaign it is about, where that is known.</param>
    public static DeadLetter Of<T>(DeadLetterKind kind, T content, Exception reason, DateTime at, long deliveryId, int? campaignId = null)
    {
        return new DeadLetter
        {
            Kind = kind,
            At = at,
            CampaignId = campaignId,
            DeliveryId = deliveryId,
            Content = JsonSerializer.Serialize(content),
            Reason = Text.Bound(reason.GetBaseException().Message, MaxReason),
        };
    }
}

/// <summary>What kinds of things are set aside.</summary>
public enum DeadLetterKind
{
    /// <summary>An open or a click.</summary>
    Hit = 1,

    /// <summary>What a mail server answered about one message.</summary>
    Outcome = 2,
}
