using EmailContactPortal.Data;
using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Sending.Committing;
using EmailContactPortal.Sending.Connecting;
using EmailContactPortal.Sending.Pacing;
using EmailContactPortal.Sending.Throttling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>What the connections of one campaign on one instance share while they work.</summary>
internal sealed class DeliveryRun : IAsyncDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);
    private readonly IDbContextFactory<PortalContext> _contexts;
    private readonly BatchClaims _claims;
    private readonly GroupCommitter _committer;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _abort = new();
    private readonly List<OpenAttempt> _openAttempts = [];
    private int _settled;

    internal DeliveryRun(SendingPlan plan, PacingSession pacing, SendingDependencies with, CancellationToken cancellationToken)
    {
        (Pacing, Queue) = (pacing, new WorkQueue(pacing.Domains, with.Time));
        (Plan, Transport, Options, Time) = (plan, with.Transport, with.Options, with.Time);
        (_contexts, _logger) = (with.Contexts, with.Logger);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pacing.Ended);
        _stop.Token.Register(() => _abort.CancelAfter(Options.Grace));
        _claims = new BatchClaims(_contexts, plan.CampaignId, Options, Time);
        _committer = new GroupCommitter(
            new GroupWriter(GroupCommitter.Name, _contexts, with.Loops, Time, _logger),
            new CommitWriter(plan.CampaignId, Options.Lease, Time),
            new OutcomeDeadLetters(plan.CampaignId, Time, _logger),
            with.Loops,
            _abort.Token);
    }

    internal SendingPlan Plan { get; }

    internal PacingSession Pacing { get; }

    internal IMailTransport Transport { get; }

    internal SendingOptions Options { get; }

    internal TimeProvider Time { get; }

    internal WorkQueue Queue { get; }

    internal DateTime Now => Time.GetUtcNow().UtcDateTime;

    /// <summary>Ends taking up new messages.</summary>
    internal CancellationToken Stopping => _stop.Token;

    /// <summary>Ends waiting for messages on their way, some time after <see cref="Stopping"/>.</summary>
    internal CancellationToken Abort => _abort.Token;

    /// <summary>How many deliveries got an answer in this run.</summary>
    internal int Settled => _settled;

    /// <summary>Claims batches and hands out their deliveries until none is due, or sending stops.</summary>
    internal async Task FeedAsync()
    {
        try
        {
            while (await _claims.ClaimAsync(Stopping) is var (batch, items))
            {
                batch.Open(items.Count + 1);
                foreach (var item in items)
                    await Queue.AddAsync(item, Stopping);
                await CloseAsync(batch);
            }
        }
        catch (OperationCanceledException)
        {
            // What was claimed and not handed out is given back when the lease is, or taken over.
        }
        finally
        {
            Queue.Complete();
        }
    }

    /// <summary>Makes an outcome durable, and an attempt; true when the attempt's message may leave.</summary>
    internal async Task<bool> CommitAsync(Outcome? finished, Attempt? attempt)
    {
        var mayLeave = await AskAsync(finished, attempt);
        if (finished is not null)
        {
            Interlocked.Increment(ref _settled);
            finished.Item.LeaveDomain();
            if (CommitRows.IsToBeWritten(finished))
                Pacing.Counters.Moved(finished.Item.Email, finished.ServerId, CommitRows.Before(finished), finished.Status);
            await CloseAsync(finished.Item.Batch);
        }

        if (attempt is not null && !mayLeave && !attempt.Item.Batch.IsLost)
            await _stop.CancelAsync();
        return mayLeave;
    }

    private async Task<bool> AskAsync(Outcome? finished, Attempt? attempt)
    {
        try
        {
            return await _committer.CommitAsync(finished, attempt);
        }
        catch
        {
            // The connection ends by it; what its deliveries held of their domains must not stay taken.
            finished?.Item.LeaveDomain();
            attempt?.Item.LeaveDomain();
            throw;
        }
    }

    /// <summary>A delivery whose server was in trouble goes to another connection.</summary>
    internal void Return(WorkItem item) => Queue.Return(item);

    /// <summary>A delivery is not worked on any more in this run; its row is as it was.</summary>
    internal static void GiveBack(WorkItem item)
    {
        item.LeaveDomain();
        item.Batch.Close();
    }

    /// <summary>Waits until there may be work; false when there will be none.</summary>
    internal async ValueTask<bool> WaitForWorkAsync()
    {
        await FinishClosedAsync();
        return await Queue.WaitAsync(Stopping);
    }

    /// <summary>Waits until a server that took nothing takes mail again; false when it is not worth waiting.</summary>
    internal async Task<bool> WaitForServerAsync(ServerThrottle throttle, IReadOnlyList<ServerThrottle> all)
    {
        while (!Stopping.IsCancellationRequested && !Queue.IsOver && all.Any(g => !g.IsPaused))
        {
            if (!throttle.IsPaused)
                return true;
            await Task.Delay(LookAgain, Time, Stopping).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        return false;
    }

    /// <summary>Gives batches back that have nothing on its way any more.</summary>
    internal async Task FinishClosedAsync()
    {
        while (Queue.TryTakeClosed(out var batch))
            await _claims.FinishAsync(batch!, Plan.HasCrm, CancellationToken.None);
    }

    /// <summary>The server cannot be used for now.</summary>
    internal async Task TroubleAsync(ServerThrottle throttle, SmtpException trouble)
    {
        _logger.LogWarning("Mail server {Server} is paused after {Stage}: {Reason}", throttle.Server.Name, trouble.Stage, trouble.Message);
        await using var db = await _contexts.CreateDbContextAsync(CancellationToken.None);
        await throttle.PauseAsync(db, trouble.Message, CancellationToken.None);
    }

    /// <summary>Ends everything; nothing is handed out any more.</summary>
    internal Task StopAsync() => _stop.CancelAsync();

    /// <summary>Makes a row to note attempts in for each connection that will work.</summary>
    /// <param name="serverIds">The mail server of each.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal async Task<IReadOnlyList<long>> AddOpenAttemptsAsync(IEnumerable<int> serverIds, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        _openAttempts.AddRange(serverIds.Select(id => new OpenAttempt { CampaignId = Plan.CampaignId, MailServerId = id }));
        db.AddRange(_openAttempts);
        await db.SaveChangesAsync(cancellationToken);
        return [.. _openAttempts.Select(l => l.Id)];
    }

    public async ValueTask DisposeAsync()
    {
        await _committer.DisposeAsync();
        await RemoveOpenAttemptsAsync();
        await FinishClosedAsync();
        await _claims.ReleaseAsync(CancellationToken.None);
        _stop.Dispose();
        _abort.Dispose();
    }

    // One that still names a delivery could not be settled; whoever takes its batch does it.
    private async Task RemoveOpenAttemptsAsync()
    {
        var ids = _openAttempts.Select(l => l.Id).ToList();
        await using var db = await _contexts.CreateDbContextAsync(CancellationToken.None);
        await db.OpenAttempts.Where(a => ids.Contains(a.Id) && a.DeliveryId == null).ExecuteDeleteAsync(CancellationToken.None);
    }

    private async Task CloseAsync(HeldBatch batch)
    {
        if (batch.Close())
            await _claims.FinishAsync(batch, Plan.HasCrm, CancellationToken.None);
    }
}
