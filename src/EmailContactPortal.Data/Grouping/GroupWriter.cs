using System.Runtime.ExceptionServices;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Data.Grouping;

/// <summary>
/// The one way to write many rows as they happen, on a connection of its own and for one caller at a time. What becomes of a group that
/// cannot be written:
/// trouble that passes (a lock, a full disk, a server that is away) is waited out, and shown among the loops meanwhile; a row that the
/// database refuses for reasons of its own
/// is found by halving and set aside, and those around it are written; a fault of the program (a statement that this database does not
/// understand) passes at no time,
/// so it is the caller's at once.
/// </summary>
/// <param name="name">The loop whose work this is, in words for people.</param>
/// <param name="contexts">The database.</param>
/// <param name="loops">Told of trouble, and of its end.</param>
/// <param name="time">Waits.</param>
/// <param name="logger">Told of rows that were set aside.</param>
public sealed class GroupWriter(
    string name, IDbContextFactory<PortalContext> contexts, Loops loops, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private PreparedConnection? connection;
    private Exception? givenUp;

    /// <summary>Writes a group; returns when every row of it is written or set aside.</summary>
    /// <param name="group">The rows.</param>
    /// <param name="giveUp">
    /// Ends waiting for a database that does not come back: then the rest of the group is given up as a whole, and so are those that
    /// follow, without asking again.
    /// </param>
    /// <exception cref="Exception">
    /// The trouble that was given up, or the program's fault; what was written before it stays written.
    /// </exception>
    public Task WriteAsync(IRowGroup group, CancellationToken giveUp)
    {
        if (givenUp is not null && giveUp.IsCancellationRequested) ExceptionDispatchInfo.Throw(givenUp);
        return WriteAsync(group, 0, group.Count, giveUp);
    }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task WriteAsync(IRowGroup group, int first, int count, CancellationToken giveUp)
    {
        if (await TryAsync(c => group.WriteAsync(c, first, count), giveUp) is not { } refusal) return;
        if (count > 1)
        {
            var half = count / 2;
            await WriteAsync(group, first, half, giveUp);
            await WriteAsync(group, first + half, count - half, giveUp);
            return;
        }

        logger.LogError(refusal, "{Loop}: a row cannot be written; it is set aside", name);
        if (await TryAsync(c => group.SetAsideAsync(c, first, refusal), giveUp) is { } again) ExceptionDispatchInfo.Throw(again);
    }

    // Null when it is written; what the database said when it refuses a row of it.
    private async Task<Exception?> TryAsync(Func<PreparedConnection, Task> write, CancellationToken giveUp)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await write(await OpenAsync(giveUp));
                loops.Worked(name);
                return null;
            }
            catch (Exception e)
            {
                await CloseAsync();
                if (DatabaseErrors.IsOfRow(e)) return e;
                if (!DatabaseErrors.IsPassing(e)) throw;
                if (giveUp.IsCancellationRequested)
                {
                    givenUp = e;
                    throw;
                }

                loops.Failed(name, e);
                await Task.Delay(BackOff.After(failures, FirstPause, LongestPause), time, giveUp)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Given up, it is tried once: what is in hand may still be written.
    private async Task<PreparedConnection> OpenAsync(CancellationToken giveUp) =>
        connection ??= await PreparedConnection.OpenAsync(contexts, giveUp.IsCancellationRequested ? CancellationToken.None : giveUp);

    private async Task CloseAsync()
    {
        if (connection is { } open) await open.DisposeAsync();
        connection = null;
    }
}
