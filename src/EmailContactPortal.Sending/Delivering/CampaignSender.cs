using System.Collections.Concurrent;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Sending.Pacing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>What a run needs from outside.</summary>
internal sealed record SendingDependencies(
    IDbContextFactory<PortalContext> Contexts,
    IMailTransport Transport,
    SendingOptions Options,
    TimeProvider Time,
    ILogger Logger);

/// <summary>Sends what is due of a launched campaign; every instance may run it for the same campaign at the same time.</summary>
public sealed class CampaignSender(
    IDbContextFactory<PortalContext> contexts,
    IMailTransport transport,
    SendingPlans plans,
    IOptions<SendingOptions> options,
    TimeProvider time,
    ILogger<CampaignSender> logger)
{
    private readonly ConcurrentDictionary<int, bool> _running = new();

    /// <summary>Works until nothing is due, or the campaign is paused or cancelled, or all mail servers are in trouble. Returns how many deliveries got an answer.</summary>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="cancellationToken">Stops politely: messages on their way are finished first.</param>
    public async Task<int> RunAsync(int campaignId, CancellationToken cancellationToken)
    {
        if (!_running.TryAdd(campaignId, true))
            return 0;
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await db.Campaigns.AnyAsync(c => c.Id == campaignId && c.Status == CampaignStatus.Sending && c.LaunchedAt != null, cancellationToken))
                return 0;

            var plan = await plans.ReadAsync(db, campaignId, cancellationToken);
            var now = time.GetUtcNow().UtcDateTime;
            var servers = await db.MailServers.AsNoTracking().Where(s => s.IsEnabled && (s.PausedUntil == null || s.PausedUntil <= now)).ToListAsync(cancellationToken);
            return servers.Count == 0 ? 0 : await RunAsync(plan, [.. servers.Select(s => new ServerGate(s, time))], cancellationToken);
        }
        finally
        {
            _running.TryRemove(campaignId, out _);
        }
    }

    private async Task<int> RunAsync(SendingPlan plan, IReadOnlyList<ServerGate> gates, CancellationToken cancellationToken)
    {
        await using var run = new DeliveryRun(plan, new SendingDependencies(contexts, transport, options.Value, time, logger), cancellationToken);
        var feeding = Task.Run(run.FeedAsync, CancellationToken.None);
        var lines = gates.SelectMany(gate => Enumerable.Range(0, Math.Max(1, gate.Server.MaxConnections)).Select(_ => Task.Run(() => WorkAsync(run, gate), CancellationToken.None))).ToList();
        await Task.WhenAll(lines);
        // Lines end early when every server is in trouble: then nobody is left to take what is handed out.
        await run.StopAsync();
        await feeding;
        return run.Settled;
    }

    private static async Task WorkAsync(DeliveryRun run, ServerGate gate)
    {
        using var line = new DeliveryLine(run, gate);
        await line.RunAsync();
    }
}
