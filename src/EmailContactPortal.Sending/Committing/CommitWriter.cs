using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Consent;
using EmailContactPortal.Data.Deliveries;
using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Consent;

namespace EmailContactPortal.Sending.Committing;

/// <summary>
/// Writes one group of outcomes and attempts in one transaction, under the fences of their batches and the campaign's state.
/// </summary>
internal sealed class CommitWriter(int campaignId, TimeSpan lease, TimeProvider time)
{
    private readonly HashSet<HeldBatch> _batches = [];
    private readonly StatusMoves _moves = new();

    internal void Write(PreparedConnection connection, IReadOnlyList<CommitRequest> group)
    {
        using (var transaction = connection.Begin())
        {
            CheckFences(connection, group);
            if (TryWriteOutcomes(connection, group) && TryWriteAttempts(connection, group))
            {
                Suppress(connection, group);
                transaction.Commit();
                return;
            }
        }

        // One of them found its row changed by somebody else: then each is written by itself, and that one is left as it is.
        using var single = connection.Begin();
        CheckFences(connection, group);
        foreach (var request in group)
        {
            CommitRequest[] one = [request];
            TryWriteOutcomes(connection, one);
            if (TryWriteAttempts(connection, one))
                continue;
            request.IsToLeave = false;
            TryWriteAttempts(connection, one);
        }

        Suppress(connection, group);
        single.Commit();
    }

    private void CheckFences(PreparedConnection connection, IReadOnlyList<CommitRequest> group)
    {
        _batches.Clear();
        foreach (var request in group)
        {
            if (request.Finished is { } finished)
                _batches.Add(finished.Item.Batch);
            if (request.Attempt is { } attempt)
                _batches.Add(attempt.Item.Batch);
        }

        var isSending = true;
        // By their ids, as everybody locks them.
        foreach (var batch in _batches.OrderBy(b => b.Id))
            isSending &= Holds(connection, batch);
        foreach (var request in group)
            request.IsToLeave = isSending && request.Attempt is { Item.Batch.IsLost: false };
    }

    // Also says whether the campaign is being sent. The lease is renewed well before it ends, not at every commit: that would be one more
    // page to write.
    private bool Holds(PreparedConnection connection, HeldBatch batch)
    {
        if (connection.Pair(CommitSql.Fence, batch.Id) is not var (token, status))
        {
            batch.IsLost = true;
            return false;
        }

        var now = time.GetUtcNow().UtcDateTime;
        batch.IsLost |= token != batch.FencingToken;
        if (!batch.IsLost && now - batch.LeasedAt > lease / 6)
        {
            connection.Execute(CommitSql.Lease, batch.Id, batch.FencingToken, now + lease);
            batch.LeasedAt = now;
        }

        return status == (long)CampaignStatus.Sending;
    }

    // False when a row was not as expected.
    private bool TryWriteOutcomes(PreparedConnection connection, IReadOnlyList<CommitRequest> group)
    {
        if (!TryWrite(connection, group, CommitSql.Outcomes, CommitRows.Outcome, time.GetUtcNow().UtcDateTime))
            return false;
        WriteTotals(connection, group);
        return true;
    }

    private static bool TryWriteAttempts(PreparedConnection connection, IReadOnlyList<CommitRequest> group) =>
        TryWrite(connection, group, CommitSql.Attempts, CommitRows.Attempt);

    private static bool TryWrite(
        PreparedConnection connection, IReadOnlyList<CommitRequest> group, SqlText sql, Func<CommitRequest, object?[]?> rowOf,
        params ReadOnlySpan<object?> more)
    {
        if (connection.IsSqlServer)
        {
            var rows = group.Select(rowOf).OfType<object?[]>().ToList();
            return rows.Count == 0 || connection.Execute(sql, [CommitRows.Json(rows), .. more]) == rows.Count;
        }

        foreach (var request in group)
        {
            if (rowOf(request) is { } row && connection.Execute(sql, [.. row, .. more]) != 1)
                return false;
        }

        return true;
    }

    // As a mail that came back does: nobody else's campaign tries the address again. Last, as everybody locks the tables.
    private void Suppress(PreparedConnection connection, IReadOnlyList<CommitRequest> group)
    {
        foreach (var request in group)
        {
            if (request.Finished is { IsHardRefusal: true } refused && CommitRows.IsToBeWritten(refused))
                connection.Suppress(
                    refused.Item.Email, SuppressionReason.HardBounce, refused.Reply, time.GetUtcNow().UtcDateTime, campaignId);
        }
    }

    private void WriteTotals(PreparedConnection connection, IReadOnlyList<CommitRequest> group)
    {
        foreach (var request in group)
        {
            if (request.Finished is { } outcome && CommitRows.IsToBeWritten(outcome))
                _moves.Move(CommitRows.Before(outcome), outcome.Status);
        }

        if (_moves.HasAny)
            connection.AddTotals(campaignId, _moves.Take());
    }
}
