using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace EmailContactPortal.Data.Connecting;

/// <summary>
/// Tries again what failed for a passing reason (deadlock, failover, broken connection). To be able to, Entity Framework keeps each answer
/// in memory as a whole, so a context that reads a million rows as they come does without.
/// </summary>
internal sealed class ServerRetries(ExecutionStrategyDependencies dependencies)
    : SqlServerRetryingExecutionStrategy(dependencies, MostRetries, LongestPause, errorNumbersToAdd: null)
{
    private const int MostRetries = 6;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    public override bool RetriesOnFailure =>
        Dependencies.CurrentContext.Context is not PortalContext { IsStreaming: true } && base.RetriesOnFailure;
}

/// <summary>Reads what is too much for the memory.</summary>
public static class Streaming
{
    /// <summary>
    /// The rows as they come from the database; the context is good for nothing else that must be tried again afterwards.
    /// </summary>
    public static IAsyncEnumerable<T> Streamed<T>(this PortalContext db, IQueryable<T> rows)
    {
        db.IsStreaming = true;
        return rows.AsAsyncEnumerable();
    }
}
