using EmailContactPortal.Data.Grouping;

namespace EmailContactPortal.Sending.Committing;

/// <summary>What one connection wants written, and the answer to it.</summary>
internal sealed record CommitRequest(Outcome? Finished, Attempt? Attempt)
{
    // What follows a commit, the sending of a message, runs on the thread that wrote it: waking another for each message costs more than
    // the commit.
    internal TaskCompletionSource<bool> Done { get; } = new();

    /// <summary>Whether the attempt's message may leave once this is written.</summary>
    internal bool IsToLeave { get; set; }
}

/// <summary>What all connections have to say at one moment; each hears its answer as soon as its own is written.</summary>
internal sealed class CommitGroup(List<CommitRequest> requests, CommitWriter writer, OutcomeDeadLetters deadLetters) : IRowGroup
{
    public int Count => requests.Count;

    public Task WriteAsync(PreparedConnection connection, int first, int count)
    {
        var part = count == requests.Count ? requests : requests.GetRange(first, count);
        writer.Write(connection, part);
        foreach (var request in part)
            request.Done.TrySetResult(request.IsToLeave);
        return Task.CompletedTask;
    }

    public async Task SetAsideAsync(PreparedConnection connection, int row, Exception reason)
    {
        await deadLetters.AddAsync(connection.Db, requests[row], reason);
        // Ends the connection that brought it.
        requests[row].Done.TrySetException(
            new InvalidOperationException($"The result of a message could not be written: {reason.GetBaseException().Message}", reason));
    }

    /// <summary>Nothing more of it can be written: who still waits hears why.</summary>
    internal void GiveUp(Exception reason)
    {
        foreach (var request in requests)
            request.Done.TrySetException(reason);
    }
}
