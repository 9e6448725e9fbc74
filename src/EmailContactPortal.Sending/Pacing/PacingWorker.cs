using EmailContactPortal.Data;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Sending.Throttling;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>
/// Works beside the connections while anything is sent, so that none of them ever waits for the database to ask whether it may go on.
/// </summary>
internal sealed class PacingWorker(
    ServerPool pool, IDbContextFactory<PortalContext> contexts, string instance, TimeProvider time, Loops loops) : IDisposable
{
    private const string Name = "Pacing of mail servers";
    private const int MostReserved = 1_000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(5);
    private readonly Nudge _nudge = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<int, long> _counted = [];
    private Task _work = Task.CompletedTask;
    private long _refreshedAt;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Reads settings and what was kept, and reserves the first messages.</summary>
    internal async Task PrepareAsync(PortalContext db, CancellationToken cancellationToken)
    {
        await RefreshAsync(db, cancellationToken);
        var kept = await db.Slowdowns.AsNoTracking().ToListAsync(cancellationToken);
        pool.Domains.Load(kept.Where(s => s.MailServerId is null));
        foreach (var slowdown in kept.Where(s => s.MailServerId is not null))
            pool.Throttles.FirstOrDefault(g => g.Server.Id == slowdown.MailServerId)?.Adaptive.Load(slowdown);
        foreach (var throttle in pool.Throttles)
        {
            throttle.Adaptive.Recover();
            throttle.Settle();
            _ = throttle.PerSecond;
            _counted[throttle.Server.Id] = throttle.Passed;
        }

        foreach (var domain in pool.Domains.All)
        {
            domain.Adaptive.Recover();
            _ = domain.PerSecond;
        }

        await ReserveAsync(db, cancellationToken);
    }

    internal void Start() => _work = Task.Run(() => loops.KeepAsync(Name, LongestPause, StepAsync, _stop.Token));

    /// <summary>Writes down what one run has counted and not written yet.</summary>
    internal Task FlushAsync(PacingSession session) => TryAsync(db => session.Counters.FlushAsync(db, CancellationToken.None));

    /// <summary>Ends; gives back what was reserved and keeps what was learned.</summary>
    internal async Task CloseAsync()
    {
        await _stop.CancelAsync();
        await _work;
        await TryAsync(async db =>
        {
            foreach (var throttle in pool.Throttles)
            {
                var (left, until) = throttle.Quota.Empty();
                if (left > 0)
                    await QuotaStore.GiveBackAsync(db, throttle.Server.Id, left, until, CancellationToken.None);
                await CountAsync(db, throttle);
            }

            await PacingStore.KeepAsync(db, pool, CancellationToken.None);
            await db.MailServerHeartbeats.Where(p => p.Instance == instance).ExecuteDeleteAsync();
        });
        loops.Ended(Name);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _nudge.Dispose();
    }

    private async Task StepAsync(CancellationToken stop)
    {
        await _nudge.WaitAsync(Interval, stop);
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await HeartbeatAsync(db);
    }

    private async Task HeartbeatAsync(PortalContext db)
    {
        await ReserveAsync(db, CancellationToken.None);
        if (time.GetElapsedTime(_refreshedAt) >= RefreshEvery)
        {
            await RefreshAsync(db, CancellationToken.None);
            foreach (var throttle in pool.Throttles)
                await CountAsync(db, throttle);
        }

        foreach (var throttle in pool.Throttles)
        {
            throttle.Adaptive.Recover();
            throttle.Settle();
        }

        foreach (var domain in pool.Domains.All)
        {
            domain.Adaptive.Recover();
            _ = domain.PerSecond;
        }

        await PacingStore.KeepAsync(db, pool, CancellationToken.None);
        await PacingStore.HeartbeatAsync(db, pool.Throttles, instance, Now, CancellationToken.None);
        foreach (var session in pool.Sessions)
        {
            if (!await db.Campaigns.AnyAsync(c => c.Id == session.CampaignId && c.Status == CampaignStatus.Sending))
                await session.EndAsync();
        }

        // Last, and each by itself: numbers of one campaign that cannot be written must hold up neither a pause nor the numbers of another.
        foreach (var session in pool.Sessions)
            await FlushAsync(session);
    }

    private async Task RefreshAsync(PortalContext db, CancellationToken cancellationToken)
    {
        _refreshedAt = time.GetTimestamp();
        var recent = Now - PacingStore.HeartbeatLasts;
        var others = await db.MailServerHeartbeats.Where(p => p.At > recent && p.Instance != instance).GroupBy(p => p.MailServerId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count + 1, cancellationToken);
        pool.Refresh(await db.MailServers.AsNoTracking().ToListAsync(cancellationToken), others, _nudge.Now);
        pool.Domains.Refresh(await db.DomainLimits.AsNoTracking().OrderBy(l => l.Id).ToListAsync(cancellationToken));
    }

    private async Task ReserveAsync(PortalContext db, CancellationToken cancellationToken)
    {
        foreach (var throttle in pool.Throttles.Where(g => g.Quota.IsLimited && !g.IsPaused))
        {
            // About two seconds' worth: what a crash would waste at most.
            var wanted = (int)Math.Clamp(throttle.PerSecond * 2, 50, MostReserved);
            var left = throttle.Quota.Left(Now);
            if (left >= wanted / 2)
                continue;
            var reserved = await QuotaStore.ReserveAsync(db, throttle.Server, wanted - left, Now, cancellationToken);
            if (reserved.Granted > 0)
                throttle.Reserve(reserved);
            else if (left == 0)
                await FullAsync(db, throttle, reserved, cancellationToken);
        }
    }

    private static async Task FullAsync(PortalContext db, ServerThrottle throttle, Reservation none, CancellationToken cancellationToken)
    {
        throttle.Full(none.Until, none.Because!);
        await db.MailServers.Where(s => s.Id == throttle.Server.Id)
            .ExecuteUpdateAsync(
                s => s.SetProperty(m => m.FullUntil, none.Until).SetProperty(m => m.FullBecause, none.Because), cancellationToken);
    }

    private async Task CountAsync(PortalContext db, ServerThrottle throttle)
    {
        var passed = throttle.Passed;
        var more = (int)(passed - _counted.GetValueOrDefault(throttle.Server.Id));
        _counted[throttle.Server.Id] = passed;
        // Where there are limits, it was counted when it was reserved.
        if (more > 0 && !throttle.Quota.IsLimited)
            await QuotaStore.CountAsync(db, throttle.Server.Id, more, Now, CancellationToken.None);
    }

    // What cannot be written now is written at the next beat, or by the next run; sending itself stops where it must, in the committer.
    private async Task TryAsync(Func<PortalContext, Task> work)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            await work(db);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            loops.Failed(Name, e);
        }
    }
}
