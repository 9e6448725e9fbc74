using System.Data.Common;
using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Sending.Closing;
using EmailContactPortal.Sending.Delivering;
using EmailContactPortal.Sending.Launching;
using EmailContactPortal.Web.Jobs.Rows;
using EmailContactPortal.Web.Jobs.Scheduler;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Jobs;

/// <summary>The slow work of campaigns: launching, sending, closing.</summary>
internal static class SendingJobs
{
    public static JobKind Launch { get; } = new(
        "launch",
        "Launch",
        "At a campaign's time",
        JobQueues.Campaigns,
        typeof(LaunchJob),
        NameAsync,
        async (db, now, token) => await db.Campaigns
            .Where(c => (c.Status == CampaignStatus.Scheduled && c.ScheduledAt <= now)
                || (c.Status == CampaignStatus.Sending && c.LaunchedAt == null))
            .OrderBy(c => c.ScheduledAt)
            .Select(c => c.Id)
            .ToListAsync(token),
        // Freezing is short and not stopped half-way: a campaign that is cancelled meanwhile is closed after it.
        (db, id, token) => db.Campaigns.AnyAsync(c => c.Id == id, token))
    {
        UpcomingAsync = async (db, now, token) => await db.Campaigns
            .Where(c => c.Status == CampaignStatus.Scheduled && c.ScheduledAt > now)
            .OrderBy(c => c.ScheduledAt)
            .Select(c => new DueRow(c.Id, c.ScheduledAt!.Value, c.Name))
            .Take(JobCalendar.Most)
            .ToListAsync(token),
    };

    /// <summary>Shared: every instance takes batches of the same campaign. Waits while every mail server is in trouble.</summary>
    public static JobKind Send { get; } = new(
        "send",
        "Send",
        "While a campaign has mail that is due",
        JobQueues.Send,
        typeof(SendJob),
        NameAsync,
        async (db, now, token) => await db.MailServers.AnyAsync(
            s => s.IsEnabled && (s.PausedUntil == null || s.PausedUntil <= now) && (s.FullUntil == null || s.FullUntil <= now), token)
            ? await db.Campaigns
                .Where(c => c.Status == CampaignStatus.Sending && c.LaunchedAt != null)
                .Where(c => db.DeliveryBatches.Any(b => b.CampaignId == c.Id && !b.IsDone && (b.DueAt == null || b.DueAt <= now)))
                .Select(c => c.Id)
                .ToListAsync(token)
            : [],
        (db, id, token) => db.Campaigns.AnyAsync(
            c => c.Id == id && (c.Status == CampaignStatus.Sending || c.Status == CampaignStatus.Sent), token))
    {
        Shared = true,
    };

    public static JobKind Close { get; } = new(
        "close",
        "Close",
        "When everybody has a final answer, or a campaign was cancelled",
        JobQueues.Campaigns,
        typeof(CloseJob),
        NameAsync,
        async (db, _, token) => await db.Campaigns
            .Where(c => (c.Status == CampaignStatus.Sending && c.LaunchedAt != null
                && !db.DeliveryBatches.Any(b => b.CampaignId == c.Id && !b.IsDone))
                || (c.Status == CampaignStatus.Cancelled && db.DeliveryBatches.Any(b => b.CampaignId == c.Id && !b.IsDone))
                || (c.Status == CampaignStatus.Paused && db.OpenAttempts.Any(a => a.CampaignId == c.Id && a.DeliveryId != null)))
            .Select(c => c.Id)
            .ToListAsync(token),
        (db, id, token) => db.Campaigns.AnyAsync(c => c.Id == id, token));

    private static Task<string?> NameAsync(PortalContext db, int id, CancellationToken token) =>
        db.Campaigns.Where(c => c.Id == id).Select(c => c.Name).FirstOrDefaultAsync(token);
}

/// <summary>Freezes the audience of one campaign whose time has come.</summary>
internal sealed class LaunchJob(
    CampaignLauncher launcher, IDbContextFactory<PortalContext> contexts, Nudge nudge, TimeProvider time) : RowJob
{
    // The scheduler may be a second early; more than that means that the campaign was moved, or that somebody started the job by hand.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(3);

    public override async Task RunAsync(int id, JobReport report, CancellationToken cancellationToken)
    {
        if (await UntilAsync(id, cancellationToken) is { } wait && wait > TimeSpan.Zero)
        {
            if (wait > Early)
            {
                report.Summary = "Its time has not come. To send it earlier, change the campaign.";
                return;
            }

            await Task.Delay(wait, time, cancellationToken);
        }

        var result = await launcher.LaunchAsync(id, cancellationToken);
        report.Summary = result.Succeeded ? "The audience is frozen." : string.Join(" ", result.Problems.Select(p => p.InEnglish));
        nudge.Now();
    }

    private async Task<TimeSpan?> UntilAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var at = await db.Campaigns.Where(c => c.Id == id && c.Status == CampaignStatus.Scheduled).Select(c => c.ScheduledAt)
            .FirstOrDefaultAsync(cancellationToken);
        return at - time.GetUtcNow().UtcDateTime;
    }
}

/// <summary>Sends what is due of one campaign.</summary>
internal sealed class SendJob(CampaignSender sender, IDbContextFactory<PortalContext> contexts, Nudge nudge, TimeProvider time) : RowJob
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);

    public override async Task RunAsync(int id, JobReport report, CancellationToken cancellationToken)
    {
        var sending = sender.RunAsync(id, cancellationToken);
        while (await Task.WhenAny(sending, Task.Delay(TellEvery, time, CancellationToken.None)) != sending)
            await TellAsync(id, report);
        var settled = await sending;
        report.Summary = string.Create(
            CultureInfo.InvariantCulture, $"{settled:N0} {(settled == 1 ? "message" : "messages")} got an answer.");
        nudge.Now();
    }

    private async Task TellAsync(int id, JobReport report)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            if (await db.CampaignTotals.AsNoTracking()
                .FirstOrDefaultAsync(t => t.CampaignId == id, CancellationToken.None) is not { } totals)
                return;
            var (all, done) = (totals.Recipients - totals.Excluded, totals.Recipients - totals.Excluded - totals.Pending);
            report.Progress(done, all, string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {all:N0} handled"));
        }
        catch (DbException)
        {
            // Sending deals with a database in trouble itself, and must not be left alone for a number.
        }
    }
}

/// <summary>Ends one campaign that has nothing left to send.</summary>
internal sealed class CloseJob(CampaignCloser closer) : RowJob
{
    public override async Task RunAsync(int id, JobReport report, CancellationToken cancellationToken) =>
        report.Summary = await closer.CloseAsync(id, cancellationToken) ? "Everybody has a final answer." : "Not at its end yet.";
}
