using System.Text.Json;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Grouping;
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
        await using var connection = await PreparedConnection.OpenAsync(contexts, cancellationToken);
        return await new HitStore(connection).TakeBackAsync(id, cancellationToken);
    }

    internal static Hit HitOf(DeadLetter letter) => JsonSerializer.Deserialize<Hit>(letter.Content);
}
