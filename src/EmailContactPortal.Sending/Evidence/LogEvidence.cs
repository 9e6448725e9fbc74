using System.IO.Compression;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Deliveries;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Evidence;

/// <summary>What came of reading a log.</summary>
/// <param name="Sent">Uncertain messages that the server had taken.</param>
/// <param name="Bounced">Those it had taken and gave up on.</param>
/// <param name="Left">Those the log does not speak of.</param>
public sealed record LogFindings(int Sent, int Bounced, int Left);

/// <summary>
/// Settles uncertain deliveries by the log of the mail server that they were on their way to. The log is read and not kept.
/// </summary>
public sealed class LogEvidence(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>Reads a log, plain or compressed with gzip, and settles what it proves.</summary>
    public async Task<Result<LogFindings>> SettleAsync(int campaignId, Stream log, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var uncertain = await db.Deliveries.AsNoTracking()
            .Where(d => d.CampaignId == campaignId && d.Status == DeliveryStatus.Uncertain && d.MessageId != null)
            .Select(d => new { d.Id, d.MessageId }).ToListAsync(cancellationToken);
        if (uncertain.Count == 0)
            return Problem.Conflict("campaign.nothing");

        var read = new ServerLog(uncertain.Select(u => u.MessageId!).ToHashSet(StringComparer.Ordinal));
        try
        {
            using var reader = new StreamReader(await PlainAsync(log, cancellationToken), leaveOpen: true);
            await read.ReadAsync(reader, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return Problem.Invalid("log.unreadable");
        }

        var (sent, bounced, now) = (0, 0, time.GetUtcNow().UtcDateTime);
        foreach (var delivery in uncertain)
        {
            if (!read.Verdicts.TryGetValue(delivery.MessageId!, out var found))
                continue;
            if (found.Verdict == LogVerdict.Accepted)
                sent += await db.CountAsSentAsync(campaignId, delivery.Id, now, cancellationToken);
            else if (await db.BounceAsync(delivery.Id, IsHard(found.Words), found.Words, now, cancellationToken) == ReturnResult.Recorded)
                bounced++;
        }

        return new LogFindings(sent, bounced, uncertain.Count - sent - bounced);
    }

    // The same rules as for bounces that come by mail.
    private static bool IsHard(string words) =>
        Mail.Reports.ReturnedMailReader.OfServerWords(words).Kind == Mail.Reports.ReturnedKind.HardBounce;

    private static async Task<Stream> PlainAsync(Stream log, CancellationToken cancellationToken)
    {
        var start = new byte[2];
        var count = await log.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        log.Position = 0;
        return count == 2 && start[0] == 0x1f && start[1] == 0x8b ? new GZipStream(log, CompressionMode.Decompress, leaveOpen: true) : log;
    }
}
