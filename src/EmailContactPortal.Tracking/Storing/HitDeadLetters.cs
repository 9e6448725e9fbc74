using System.Text.Json;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Tracking.Hits;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>Opens and clicks that were set aside because they could not be counted, and the second try.</summary>
public sealed class HitDeadLetters(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>Counts a hit that was set aside.</summary>
    /// <returns>False when it is gone; what still refuses it is thrown.</returns>
    public async Task<bool> TryAgainAsync(long id, CancellationToken cancellationToken)
    {
        await using var store = await HitStore.OpenAsync(contexts, cancellationToken);
        return await store.TakeBackAsync(id, cancellationToken);
    }

    internal static DeadLetter Of(in Hit hit, Exception reason, DateTime now) => new()
    {
        Kind = DeadLetterKind.Hit,
        At = now,
        DeliveryId = hit.DeliveryId,
        Content = JsonSerializer.Serialize(hit),
        Reason = Text.Bound(reason.GetBaseException().Message, DeadLetter.MaxReason),
    };

    internal static Hit HitOf(DeadLetter letter) => JsonSerializer.Deserialize<Hit>(letter.Content);
}
