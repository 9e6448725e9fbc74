using System.Data.Common;
using System.Threading.Channels;
using EmailContactPortal.Data;
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
    private readonly Channel<CommitRequest> _requests = Channel.CreateUnbounded<CommitRequest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IDbContextFactory<PortalContext> _contexts;
    private readonly CommitWriter _writer;
    private readonly ILogger _logger;
    private readonly CancellationToken _giveUp;
    private readonly Task _work;

    /// <param name="contexts">The database.</param>
    /// <param name="writer">Writes one group.</param>
    /// <param name="logger">Told about a database in trouble.</param>
    /// <param name="giveUp">Ends waiting for a database that does not come back.</param>
    internal GroupCommitter(IDbContextFactory<PortalContext> contexts, CommitWriter writer, ILogger logger, CancellationToken giveUp)
    {
        (_contexts, _writer, _logger, _giveUp) = (contexts, writer, logger, giveUp);
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
        while (true)
        {
            try
            {
                db ??= await OpenAsync();
                _writer.Write(db, group);
                foreach (var request in group)
                    request.Done.TrySetResult(request.IsToLeave);
                return db;
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or IOException && !_giveUp.IsCancellationRequested)
            {
                _logger.LogError(e, "The results of sending cannot be written; sending waits for the database.");
                if (db is not null)
                    await db.DisposeAsync();
                db = null;
                await Task.Delay(Pause, _giveUp).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            catch (Exception e)
            {
                foreach (var request in group)
                    request.Done.TrySetException(e);
                return db;
            }
        }
    }

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
