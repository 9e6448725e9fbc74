using System.Text.Json;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Jobs;

namespace EmailContactPortal.Data.Grouping;

/// <summary>Makes the rows of what could not be written: the whole of it as JSON, and the words of whoever refused it.</summary>
public static class DeadLetters
{
    /// <param name="kind">What it is.</param>
    /// <param name="content">The whole of it.</param>
    /// <param name="reason">Why it could not be written.</param>
    /// <param name="at">UTC.</param>
    /// <param name="deliveryId">The delivery it is about.</param>
    /// <param name="campaignId">The campaign it is about, where that is known.</param>
    public static DeadLetter Of<T>(
        DeadLetterKind kind, T content, Exception reason, DateTime at, long deliveryId, int? campaignId = null) => new()
    {
        Kind = kind,
        At = at,
        CampaignId = campaignId,
        DeliveryId = deliveryId,
        Content = JsonSerializer.Serialize(content),
        Reason = Text.Bound(reason.GetBaseException().Message, DeadLetter.MaxReason),
    };
}
