using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Writes one group of outcomes and attempts in one transaction, under the fences of their batches and the campaign's state.</summary>
internal sealed class CommitWriter(int campaignId, TimeSpan lease, TimeProvider time)
{
    private const string FenceSql = """UPDATE "DeliveryBatches" SET "LeaseUntil" = @until WHERE "Id" = @id AND "FencingToken" = @token""";
    private const string StateSql = """SELECT "Status" FROM "Campaigns" WHERE "Id" = @id""";

    private const string AttemptSql =
        """
        UPDATE "Deliveries" SET "Status" = 2, "Attempts" = "Attempts" + 1, "AttemptedAt" = @now, "FirstAttemptAt" = COALESCE("FirstAttemptAt", @now),
          "MessageId" = @message, "MailServerId" = @server, "NextAttemptAt" = NULL, "SmtpStage" = NULL
        WHERE "Id" = @id AND "Status" = @was
        """;

    private const string OutcomeSql =
        """
        UPDATE "Deliveries" SET "Status" = @status, "SmtpReply" = @reply, "SmtpStage" = @stage, "SentAt" = @sent, "NextAttemptAt" = @next,
          "Exclusion" = @exclusion, "MailServerId" = COALESCE(@server, "MailServerId"), "Attempts" = "Attempts" + @more,
          "FirstAttemptAt" = CASE WHEN @more = 1 THEN COALESCE("FirstAttemptAt", @now) ELSE "FirstAttemptAt" END
        WHERE "Id" = @id AND "Status" = @was
        """;

    private const string TotalsSql =
        """
        UPDATE "CampaignTotals" SET "Pending" = "Pending" + @pending, "Sent" = "Sent" + @sent, "Deferred" = "Deferred" + @deferred,
          "Rejected" = "Rejected" + @rejected, "Uncertain" = "Uncertain" + @uncertain, "Excluded" = "Excluded" + @excluded
        WHERE "CampaignId" = @id
        """;

    private readonly Statements _statements = new();

    internal void Write(PortalContext db, IReadOnlyList<CommitRequest> group)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var counts = new int[9];
        using var transaction = _statements.Begin(db.Database.GetDbConnection());
        foreach (var batch in group.Select(r => (r.Finished?.Item ?? r.Attempt!.Item).Batch).Concat(group.Where(r => r.Attempt is not null).Select(r => r.Attempt!.Item.Batch)).Distinct().Where(b => !b.IsLost))
            batch.IsLost = _statements.Execute(FenceSql, ("@until", now + lease), ("@id", batch.Id), ("@token", batch.FencingToken)) == 0;

        var isSending = Convert.ToInt32(_statements.Scalar(StateSql, ("@id", campaignId)), System.Globalization.CultureInfo.InvariantCulture) == (int)CampaignStatus.Sending;
        foreach (var request in group)
        {
            if (request.Finished is { } finished)
                Write(finished, now, counts);
            request.MayLeave = request.Attempt is { } attempt && isSending && !attempt.Item.Batch.IsLost && Write(attempt, counts);
        }

        WriteTotals(counts);
        transaction.Commit();
    }

    private bool Write(Attempt attempt, int[] counts)
    {
        var changed = _statements.Execute(
            AttemptSql,
            ("@now", attempt.At),
            ("@message", attempt.MessageId),
            ("@server", attempt.ServerId),
            ("@id", attempt.Item.Id),
            ("@was", (int)attempt.Item.Status)) == 1;
        if (changed)
            Move(counts, attempt.Item.Status, DeliveryStatus.Attempting);
        return changed;
    }

    private void Write(Outcome outcome, DateTime now, int[] counts)
    {
        var was = outcome.WasAttempting ? DeliveryStatus.Attempting : outcome.Item.Status;
        if (outcome.Item.Batch.IsLost)
        {
            // The new owner has called it uncertain; an answer in hand settles that, and nothing else may be said any more.
            if (outcome.Status != DeliveryStatus.Sent)
                return;
            was = DeliveryStatus.Uncertain;
        }

        var isUntried = outcome.WasAttempting && outcome.Status == outcome.Item.Status;
        var changed = _statements.Execute(
            OutcomeSql,
            ("@status", (int)outcome.Status),
            ("@reply", outcome.Reply),
            ("@stage", outcome.Stage),
            ("@sent", outcome.SentAt),
            ("@next", outcome.NextAttemptAt),
            ("@exclusion", (int)outcome.Exclusion),
            ("@server", outcome.ServerId),
            ("@more", isUntried ? -1 : outcome.WasAttempting || outcome.Status == DeliveryStatus.Excluded ? 0 : 1),
            ("@now", now),
            ("@id", outcome.Item.Id),
            ("@was", (int)was)) == 1;
        if (changed)
            Move(counts, was, outcome.Status);
    }

    // "Pending" counts those being attempted too.
    private static void Move(int[] counts, DeliveryStatus from, DeliveryStatus to)
    {
        counts[(int)(from == DeliveryStatus.Attempting ? DeliveryStatus.Pending : from)]--;
        counts[(int)(to == DeliveryStatus.Attempting ? DeliveryStatus.Pending : to)]++;
    }

    private void WriteTotals(int[] counts)
    {
        if (counts.All(c => c == 0))
            return;
        _statements.Execute(
            TotalsSql,
            ("@pending", counts[(int)DeliveryStatus.Pending]),
            ("@sent", counts[(int)DeliveryStatus.Sent]),
            ("@deferred", counts[(int)DeliveryStatus.Deferred]),
            ("@rejected", counts[(int)DeliveryStatus.Rejected]),
            ("@uncertain", counts[(int)DeliveryStatus.Uncertain]),
            ("@excluded", counts[(int)DeliveryStatus.Excluded]),
            ("@id", campaignId));
    }
}
