using System.Collections.Concurrent;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Sending.Connecting;
using EmailContactPortal.Sending.Pacing;
using EmailContactPortal.Sending.Throttling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>What a run needs from outside.</summary>
internal sealed record SendingDependencies(
    IDbContextFactory<PortalContext> Contexts,
    IMailTransport Transport,
    SendingOptions Options,
    TimeProvider Time,
    Loops Loops,
    ILogger Logger);

/// <summary>Sends what is due of a launched campaign; every instance may run it for the same campaign at the same time.</summary>
public sealed class CampaignSender
{
    private readonly SendingDependencies _with;
    private readonly SendingPlans _plans;
    private readonly ServerPool _pool;
    private readonly ConcurrentDictionary<int, bool> _running = new();

    internal CampaignSender(SendingDependencies with, SendingPlans plans, ServerPool pool) => (_with, _plans, _pool) = (with, plans, pool);

    /// <summary>Whether this instance works on the campaign now.</summary>
    public bool IsRunning(int campaignId) => _running.ContainsKey(campaignId);

    /// <summary>
    /// Works until nothing is due, or the campaign is paused or cancelled, or all mail servers are in trouble. Returns how many deliveries
    /// got an answer.
    /// </summary>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="cancellationToken">Stops politely: messages on their way are finished first.</param>
    public async Task<int> RunAsync(int campaignId, CancellationToken cancellationToken)
    {
        if (!_running.TryAdd(campaignId, true))
            return 0;
        using var span = SendingTrace.Run(campaignId);
        using var scope = _with.Logger.BeginScope(new KeyValuePair<string, object>[] { new("Campaign", campaignId) });
        try
        {
            await using var db = await _with.Contexts.CreateDbContextAsync(cancellationToken);
            var sending = db.Campaigns.Where(c => c.Id == campaignId && c.Status == CampaignStatus.Sending && c.LaunchedAt != null);
            if (!await sending.AnyAsync(cancellationToken))
                return 0;

            var read = await _plans.ReadAsync(db, campaignId, cancellationToken);
            if (!read.Succeeded)
            {
                await FailAsync(db, campaignId, string.Join(" ", read.Problems.Select(p => p.InEnglish)), cancellationToken);
                return 0;
            }

            await using var pacing = await _pool.EnterAsync(campaignId, cancellationToken);
            var throttles = pacing.Throttles.Where(g => g.Server.IsEnabled).ToList();
            return throttles.All(g => g.IsPaused) ? 0 : await RunAsync(read.Value, pacing, throttles, cancellationToken);
        }
        finally
        {
            _running.TryRemove(campaignId, out _);
        }
    }

    // One campaign's row is no reason to try again for ever; whoever mends it resumes it.
    private static Task<int> FailAsync(PortalContext db, int campaignId, string problem, CancellationToken cancellationToken) =>
        db.Campaigns
        .Where(c => c.Id == campaignId && c.Status == CampaignStatus.Sending)
        .ExecuteUpdateAsync(
            s => s.SetProperty(c => c.Status, CampaignStatus.Failed).SetProperty(c => c.Problem, Text.Bound(problem, 1000))
                .SetProperty(c => c.Version, c => c.Version + 1), cancellationToken);

    private async Task<int> RunAsync(
        SendingPlan plan, PacingSession pacing, IReadOnlyList<ServerThrottle> throttles, CancellationToken cancellationToken)
    {
        await using var run = new DeliveryRun(plan, pacing, _with, cancellationToken);
        var slots = throttles.SelectMany(throttle => Enumerable.Repeat(throttle, Math.Max(1, throttle.Server.MaxConnections))).ToList();
        var ids = await run.AddOpenAttemptsAsync(slots.Select(throttle => throttle.Server.Id), cancellationToken);
        var feeding = Task.Run(run.FeedAsync, CancellationToken.None);
        var connections = slots.Zip(ids, (throttle, id) => Task.Run(() => WorkAsync(run, throttle, throttles, id), CancellationToken.None))
            .ToList();
        try
        {
            await Task.WhenAll(connections);
        }
        finally
        {
            // Connections end early when every server is in trouble, or one by a fault: then nobody is left to take what is handed out.
            await run.StopAsync();
            await feeding;
        }

        return run.Settled;
    }

    // A connection ends when its server takes nothing now; while others do the work, it comes back when the server does.
    private static async Task WorkAsync(DeliveryRun run, ServerThrottle throttle, IReadOnlyList<ServerThrottle> all, long id)
    {
        using var connection = new DeliveryConnection(run, throttle, id);
        while (!connection.IsSurplus && await run.WaitForServerAsync(throttle, all))
            await connection.RunAsync();
    }
}
