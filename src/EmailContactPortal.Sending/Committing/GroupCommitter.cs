using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Data.Supervision;

namespace EmailContactPortal.Sending.Committing;

/// <summary>
/// Makes what all connections have to say durable in shared transactions: while one is written to disk the next gathers, so that a sync
/// serves every connection at once. "This one is finished" and "the next is being attempted" of one go together.
/// A database in trouble stops sending, not the campaign: nothing leaves before it could be written, and results wait.
/// </summary>
internal sealed class GroupCommitter : IAsyncDisposable
{
    /// <summary>Its loop's name, in words for people.</summary>
    internal const string Name = "Writing the results of sending";

    private const int MaxGroup = 512;

    // There are no more of them than connections, each of which waits for its answer.
    private readonly Gathering<CommitRequest> _requests = new(int.MaxValue, MaxGroup);
    private readonly GroupWriter _groups;
    private readonly CommitWriter _writer;
    private readonly OutcomeDeadLetters _deadLetters;
    private readonly Loops _loops;
    private readonly CancellationToken _giveUp;
    private readonly Task _work;
    private bool _isFaulty;

    /// <param name="groups">Writes groups; it is closed with this.</param>
    /// <param name="writer">Writes the rows of one.</param>
    /// <param name="deadLetters">Where an answer goes that cannot be written.</param>
    /// <param name="loops">Told of a fault of the program.</param>
    /// <param name="giveUp">
    /// Ends waiting for a database that does not come back. Open attempts make their deliveries uncertain then.
    /// </param>
    internal GroupCommitter(GroupWriter groups, CommitWriter writer, OutcomeDeadLetters deadLetters, Loops loops, CancellationToken giveUp)
    {
        (_groups, _writer, _deadLetters, _loops, _giveUp) = (groups, writer, deadLetters, loops, giveUp);
        _work = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Makes the outcome durable, and the attempt; true when the attempt's message may leave now.</summary>
    internal Task<bool> CommitAsync(Outcome? finished, Attempt? attempt)
    {
        var request = new CommitRequest(finished, attempt);
        return _requests.TryAdd(request) ? request.Done.Task : Task.FromResult(false);
    }

    public async ValueTask DisposeAsync()
    {
        _requests.Close();
        await _work;
        await _groups.DisposeAsync();
        // A fault of the program stays in sight until something could be written again.
        if (!_isFaulty)
            _loops.Ended(Name);
    }

    private async Task RunAsync()
    {
        while (await _requests.NextAsync(CancellationToken.None) is { } requests)
            await WriteAsync(new CommitGroup(requests, _writer, _deadLetters));
    }

    private async Task WriteAsync(CommitGroup group)
    {
        try
        {
            await _groups.WriteAsync(group, _giveUp);
            _isFaulty = false;
        }
        catch (Exception e)
        {
            if (!DatabaseErrors.IsPassing(e) && e is not OperationCanceledException)
            {
                _isFaulty = true;
                _loops.Failed(Name, e);
            }

            group.GiveUp(e);
        }
    }
}
