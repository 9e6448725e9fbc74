using System.Data.Common;
using System.Threading.Channels;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>
/// Makes what all lines have to say durable in shared transactions: while one is written to disk the next gathers, so that a sync
/// serves every connection at once. "This one is finished" and "the next is being attempted" of a line go together.
/// </summary>
internal sealed class GroupCommitter : IAsyncDisposable
{
    private const int MaxGroup = 512;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly Channel<CommitRequest> _requests = Channel.CreateUnbounded<CommitRequest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IDbContextFactory<PortalContext> _contexts;
    private readonly CommitWriter _writer;
    private readonly OutcomeDeadLetters _letters;
    private readonly ILogger _logger;
    private readonly CancellationToken _giveUp;
    private readonly Task _work;

    /// <param name="contexts">The database.</param>
    /// <param name="writer">Writes one group.</param>
    /// <param name="letters">Where an answer goes that cannot be written.</param>
    /// <param name="logger">Told about a database in trouble.</param>
    /// <param name="giveUp">Ends waiting for a database that does not come back.</param>
    internal GroupCommitter(IDbContextFactory<PortalContext> contexts, CommitWriter writer, OutcomeDeadLetters letters, ILogger logger, CancellationToken giveUp)
    {
        (_contexts, _writer, _letters, _logger, _giveUp) = (contexts, writer, letters, logger, giveUp);
        _work = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Makes the outcome durable, and the attempt; true when the attempt's message may leave now.</summary>
    internal Task<bool> CommitAsync(Outcome? finished, Attempt? attempt)
    {
        var request = new CommitRequest(finished, attempt);
        return _requests.Writer.TryWrite(request) ? request.Done.Task : Task.FromResult(false);
    }

    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _work;
    }

    private async Task RunAsync()
    {
        var group = new List<CommitRequest>();
        PortalContext? db = null;
        try
        {
            while (await _requests.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (group.Count < MaxGroup && _requests.Reader.TryRead(out var request))
                    group.Add(request);
                db = await WriteAsync(db, group);
                group.Clear();
            }
        }
        finally
        {
            if (db is not null)
                await db.DisposeAsync();
        }
    }

    // A full disk or a locked database stops sending, not the campaign: nothing leaves before it could be written, and results wait.
    private async Task<PortalContext?> WriteAsync(PortalContext? db, List<CommitRequest> group)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                db ??= await OpenAsync();
                _writer.Write(db, group);
                foreach (var request in group)
                    request.Done.TrySetResult(request.IsToLeave);
                return db;
            }
            catch (Exception e) when (IsPassing(e) && !_giveUp.IsCancellationRequested)
            {
                if (failures % 10 == 1)
                    _logger.LogError(e, "The results of sending cannot be written; sending waits for the database.");
                await CloseAsync(db);
                db = null;
                await Task.Delay(BackOff.After(failures, Pause, LongestPause), _giveUp).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            catch (Exception e) when (IsPassing(e))
            {
                // Given up: a database that is away is asked neither for each result nor for a dead letter. Open attempts make their deliveries uncertain.
                await CloseAsync(db);
                foreach (var request in group)
                    request.Done.TrySetException(e);
                return null;
            }
            catch (Exception e)
            {
                await CloseAsync(db);
                if (group.Count > 1)
                    return await WriteEachAsync(group);
                group[0].Done.TrySetException(await _letters.SetAsideAsync(group[0], e));
                return null;
            }
        }
    }

    // One of them cannot be written, whatever is tried: the others must not suffer for it.
    private async Task<PortalContext?> WriteEachAsync(List<CommitRequest> group)
    {
        PortalContext? db = null;
        foreach (var request in group)
            db = await WriteAsync(db, [request]);
        return db;
    }

    private static async Task CloseAsync(PortalContext? db)
    {
        if (db is not null)
            await db.DisposeAsync();
    }

    private static bool IsPassing(Exception e) => e is DbException or IOException or TimeoutException or InvalidOperationException { InnerException: DbException } && !DatabaseErrors.IsOfRow(e);

    private async Task<PortalContext> OpenAsync()
    {
        var db = await _contexts.CreateDbContextAsync(CancellationToken.None);
        await db.Database.OpenConnectionAsync(CancellationToken.None);
        return db;
    }
}

/// <summary>What one line wants written, and the answer to it.</summary>
internal sealed record CommitRequest(Outcome? Finished, Attempt? Attempt)
{
    // What follows a commit, the sending of a message, runs on the thread that wrote it: waking another for each message costs more than the commit.
    internal TaskCompletionSource<bool> Done { get; } = new();

    /// <summary>Whether the attempt's message may leave once this is written.</summary>
    internal bool IsToLeave { get; set; }
}
