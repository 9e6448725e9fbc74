using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Sending.Committing;
using EmailContactPortal.Sending.Pacing;
using EmailContactPortal.Sending.Throttling;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>
/// One connection's work: compose, mark as attempting, send, note the outcome. The outcome of a message and the attempt of the next are
/// one commit.
/// </summary>
internal sealed class DeliveryConnection(DeliveryRun run, ServerThrottle throttle, long id) : IDisposable
{
    private const int MaxFailures = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private readonly MessageComposer _composer = new(run.Plan, run.Time);
    private SmtpConnection? _connection;
    private int _failures;
    private long _entered;

    /// <summary>Whether the server has refused it beside others: it is one connection too many.</summary>
    internal bool IsSurplus { get; private set; }

    /// <summary>Works until nothing is left, sending is to stop, or the server takes nothing now.</summary>
    internal async Task RunAsync()
    {
        try
        {
            while (!run.Stopping.IsCancellationRequested && !throttle.IsPaused && !IsSurplus && !run.Queue.IsOver)
                await UseSlotAsync();
        }
        catch (OperationCanceledException)
        {
            // Asked to stop; what was under way is settled.
        }
    }

    public void Dispose() => _composer.Dispose();

    // Campaigns that are sent at the same time share a server's connections.
    private async Task UseSlotAsync()
    {
        _entered = await throttle.Slots.EnterAsync(run.Stopping);
        using var span = SendingTrace.Connection(run.Plan.CampaignId, throttle.Server.Id);
        try
        {
            while (!run.Stopping.IsCancellationRequested && !throttle.IsPaused && !IsSurplus && !throttle.Slots.ShouldLeave(_entered)
                && !run.Queue.IsOver)
            {
                if (await TakeAsync() is { } item && await ComposeAsync(item) is { } message)
                    await SendFromAsync(message);
            }
        }
        finally
        {
            if (_connection is not null)
            {
                await _connection.QuitAsync(run.Abort);
                await CloseAsync();
            }

            throttle.Slots.Leave();
        }
    }

    // Null when there is nothing to do at the moment; it was waited for then.
    private async ValueTask<WorkItem?> TakeAsync()
    {
        if (throttle.Pass() is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < Longest ? wait : Longest, run.Time, run.Stopping);
            return null;
        }

        if (run.Queue.TryTake(throttle.Server.DeliversItself) is { } item)
            return item;
        throttle.GiveBack();
        await run.WaitForWorkAsync();
        return null;
    }

    // From a first message on, as long as one can follow the other on the open connection.
    private async Task SendFromAsync(ComposedMessage? message)
    {
        if (await BeginAsync(message!) is false)
            return;

        Outcome? finished = null;
        while (message is not null)
        {
            var attempt = new Attempt(message.Item, message.MessageId, throttle.Server.Id, run.Now, id);
            var committing = run.CommitAsync(finished, attempt);
            // Composing the next while the disk works costs no time.
            var next = await ComposeNextAsync();
            if (!await committing)
            {
                if (next is not null)
                    run.Return(next.Item);
                DeliveryRun.GiveBack(message.Item);
                // The server waits for a message that must not come: only breaking the connection says so.
                await CloseAsync();
                return;
            }

            var answer = await _connection!.FinishAsync(next?.Outgoing, run.Abort);
            finished = Judge(attempt, answer);
            message = next is not null && await FollowsAsync(next, answer.NextFailure) ? next : null;
        }

        await run.CommitAsync(finished, null);
        if (!_connection!.IsUsable)
            await CloseAsync();
    }

    private Outcome Judge(Attempt attempt, SmtpTurn answer)
    {
        if (answer.Accepted is { } reply)
        {
            _failures = 0;
            PacingSession.Accepted(throttle, attempt.Item.Domain);
            return OutcomeRules.Accepted(attempt, reply, run.Now);
        }

        run.Pacing.Refused(throttle, attempt.Item.Email, answer.Failure!);
        return OutcomeRules.ConcernsMessage(answer.Failure!)
            ? OutcomeRules.Failed(attempt.Item, answer.Failure!, throttle.Server.Id, run.Now, run.Options.MaxAge, attempt)
            : OutcomeRules.Untried(attempt, answer.Failure!);
    }

    private async Task<bool> FollowsAsync(ComposedMessage next, SmtpException? failure)
    {
        if (failure is not null)
            await RefusedAsync(next, failure);
        return failure is null;
    }

    private async Task<bool> BeginAsync(ComposedMessage message)
    {
        try
        {
            if (_connection is null)
            {
                _connection = await run.Transport.OpenAsync(throttle.Server, run.Stopping);
                throttle.Count(1);
            }

            if (await _connection.BeginAsync(message.Outgoing, run.Stopping) is not { } failure)
                return true;
            await RefusedAsync(message, failure);
        }
        catch (SmtpException e)
        {
            await RefusedAsync(message, e);
        }
        catch (OperationCanceledException)
        {
            DeliveryRun.GiveBack(message.Item);
            await CloseAsync();
            throw;
        }

        if (_connection is { IsUsable: false })
            await CloseAsync();
        return false;
    }

    // Nothing of the message has left. Either its recipient is refused, or the server is in trouble and the recipient waits, uncharged.
    private async Task RefusedAsync(ComposedMessage message, SmtpException failure)
    {
        run.Pacing.Refused(throttle, message.Item.Email, failure);
        if (OutcomeRules.ConcernsMessage(failure))
        {
            _failures = 0;
            await run.CommitAsync(OutcomeRules.Failed(message.Item, failure, throttle.Server.Id, run.Now, run.Options.MaxAge), null);
            return;
        }

        run.Return(message.Item);
        // A connection that worked may end at any message: servers limit how many they take on one. That alone is no trouble.
        var hadWorked = _connection is not null;
        // And one that cannot be opened beside others that work is one too many.
        IsSurplus = !hadWorked && throttle.HasOpenConnections;
        if (++_failures >= MaxFailures || !hadWorked && !IsSurplus)
            await run.TroubleAsync(throttle, failure);
    }

    private async Task<ComposedMessage?> ComposeAsync(WorkItem item)
    {
        try
        {
            return _composer.Compose(item);
        }
        catch (FormatException e)
        {
            await run.CommitAsync(OutcomeRules.NotComposable(item, e.Message), null);
            return null;
        }
    }

    private async ValueTask<ComposedMessage?> ComposeNextAsync()
    {
        if (run.Stopping.IsCancellationRequested || throttle.Slots.ShouldLeave(_entered) || !throttle.TryPass())
            return null;
        while (run.Queue.TryTake(throttle.Server.DeliversItself) is { } item)
        {
            if (await ComposeAsync(item) is { } message)
                return message;
        }

        throttle.GiveBack();
        return null;
    }

    private async Task CloseAsync()
    {
        if (_connection is null)
            return;
        throttle.Count(-1);
        await _connection.DisposeAsync();
        _connection = null;
    }
}
