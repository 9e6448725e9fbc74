using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Consent;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Writes one group of outcomes and attempts in one transaction, under the fences of their batches and the campaign's state.</summary>
internal sealed class CommitWriter(int campaignId, TimeSpan lease, TimeProvider time)
{
    private readonly Statements _statements = new();
    private readonly HashSet<HeldBatch> _batches = [];
    private bool _takesGroups;

    internal void Write(PortalContext db, IReadOnlyList<CommitRequest> group)
    {
        _takesGroups = db.Database.IsSqlServer();
        using (var transaction = _statements.Begin(db))
        {
            CheckFences(group);
            if (TryWriteOutcomes(group) && TryWriteAttempts(group))
            {
                Suppress(group);
                transaction.Commit();
                return;
            }
        }

        // One of them found its row changed by somebody else: then each is written by itself, and that one is left as it is.
        using var single = _statements.Begin(db);
        CheckFences(group);
        foreach (var request in group)
        {
            CommitRequest[] one = [request];
            TryWriteOutcomes(one);
            if (TryWriteAttempts(one))
                continue;
            request.IsToLeave = false;
            TryWriteAttempts(one);
        }

        Suppress(group);
        single.Commit();
    }

    private void CheckFences(IReadOnlyList<CommitRequest> group)
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
            isSending &= Holds(batch);
        foreach (var request in group)
            request.IsToLeave = isSending && request.Attempt is { Item.Batch.IsLost: false };
    }

    // Also says whether the campaign is being sent. The lease is renewed well before it ends, not at every commit: that would be one more page to write.
    private bool Holds(HeldBatch batch)
    {
        if (_statements.Pair(CommitSql.Fence, ("@id", batch.Id)) is not var (token, status))
        {
            batch.IsLost = true;
            return false;
        }

        var now = time.GetUtcNow().UtcDateTime;
        batch.IsLost |= token != batch.FencingToken;
        if (!batch.IsLost && now - batch.LeasedAt > lease / 6)
        {
            _statements.Execute(CommitSql.Lease, ("@until", now + lease), ("@id", batch.Id), ("@token", batch.FencingToken));
            batch.LeasedAt = now;
        }

        return status == (long)CampaignStatus.Sending;
    }

    // False when a row was not as expected.
    private bool TryWriteOutcomes(IReadOnlyList<CommitRequest> group)
    {
        if (!TryWrite(group, CommitSql.Outcomes, CommitRows.Outcome, ("@now", time.GetUtcNow().UtcDateTime)))
            return false;
        WriteTotals(group);
        return true;
    }

    private bool TryWriteAttempts(IReadOnlyList<CommitRequest> group) => TryWrite(group, CommitSql.Attempts, CommitRows.Attempt);

    private bool TryWrite(
        IReadOnlyList<CommitRequest> group, SqlText sql, Func<CommitRequest, (string Name, object? Value)[]?> rowOf, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        if (_takesGroups)
        {
            var rows = group.Select(rowOf).OfType<(string Name, object? Value)[]>().ToList();
            return rows.Count == 0 || _statements.Execute(sql, [("@rows", CommitRows.Json(rows)), .. more]) == rows.Count;
        }

        foreach (var request in group)
        {
            if (rowOf(request) is { } row && _statements.Execute(sql, [.. row, .. more]) != 1)
                return false;
        }

        return true;
    }

    // As a mail that came back does: nobody else's campaign tries the address again. Last, as everybody locks the tables.
    private void Suppress(IReadOnlyList<CommitRequest> group)
    {
        foreach (var request in group)
        {
            if (request.Finished is not { IsHardRefusal: true } refused || !CommitRows.IsToBeWritten(refused))
                continue;
            try
            {
                _statements.Execute(
                    CommitSql.Suppress,
                    ("@email", refused.Item.Email),
                    ("@key", EmailAddress.Key(refused.Item.Email)),
                    ("@detail", refused.Reply is { } reply ? Text.Bound(reply, SuppressionWriter.MaxDetail) : null),
                    ("@at", time.GetUtcNow().UtcDateTime),
                    ("@campaign", campaignId));
            }
            catch (Exception e) when (DatabaseErrors.IsDuplicate(e))
            {
                // A bounce of the same address came in this moment.
            }
        }
    }

    private void WriteTotals(IReadOnlyList<CommitRequest> group)
    {
        Span<int> counts = stackalloc int[9];
        foreach (var request in group)
        {
            if (request.Finished is { } outcome && CommitRows.IsToBeWritten(outcome))
            {
                counts[(int)CommitRows.Before(outcome)]--;
                counts[(int)outcome.Status]++;
            }
        }

        if (counts.IndexOfAnyExcept(0) < 0)
            return;
        _statements.Execute(
            CommitSql.Totals,
            ("@pending", counts[(int)DeliveryStatus.Pending]),
            ("@sent", counts[(int)DeliveryStatus.Sent]),
            ("@deferred", counts[(int)DeliveryStatus.Deferred]),
            ("@rejected", counts[(int)DeliveryStatus.Rejected]),
            ("@uncertain", counts[(int)DeliveryStatus.Uncertain]),
            ("@excluded", counts[(int)DeliveryStatus.Excluded]),
            ("@id", campaignId));
    }
}
