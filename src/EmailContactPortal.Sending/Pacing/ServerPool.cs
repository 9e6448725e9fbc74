using EmailContactPortal.Data;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Throttling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>
/// The throttles of all mail servers and recipient domains of this instance, shared by every campaign that is being sent. While one is, a
/// worker reserves quotas ahead, takes over changed settings and writes down what has been learned.
/// </summary>
internal sealed class ServerPool(
    IDbContextFactory<PortalContext> contexts, IOptions<SendingOptions> options, TimeProvider time, Loops loops) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<PacingSession> _sessions = [];
    private readonly ServerShares _shares = new(time);
    private readonly Dictionary<int, ServerThrottle> _throttles = [];
    private PacingWorker? _worker;

    internal DomainThrottles Domains { get; } = new(time);

    internal IReadOnlyList<ServerThrottle> Throttles { get; private set; } = [];

    /// <summary>Prepares everything for one campaign's run.</summary>
    internal async Task<PacingSession> EnterAsync(int campaignId, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await CampaignCounts.RepairAsync(db, campaignId, time.GetUtcNow().UtcDateTime, cancellationToken);
            var session = new PacingSession(
                this, campaignId, new CampaignCounters(campaignId, await CampaignCounts.DomainsAsync(db, campaignId, cancellationToken)));
            if (_worker is null)
            {
                var worker = new PacingWorker(this, contexts, options.Value.Instance, time, loops);
                await worker.PrepareAsync(db, cancellationToken);
                worker.Start();
                _worker = worker;
            }

            lock (_sessions)
                _sessions.Add(session);
            return session;
        }
        finally
        {
            _gate.Release();
        }
    }

    internal async ValueTask LeaveAsync(PacingSession session)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            lock (_sessions)
                _sessions.Remove(session);
            await _worker!.FlushAsync(session);
            if (_sessions.Count > 0)
                return;
            await _worker.CloseAsync();
            _worker.Dispose();
            _worker = null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        _worker?.Dispose();
    }

    /// <summary>The runs there are now.</summary>
    internal IReadOnlyList<PacingSession> Sessions
    {
        get
        {
            lock (_sessions)
                return [.. _sessions];
        }
    }

    /// <summary>Takes over the rows as they are.</summary>
    /// <param name="servers">All mail servers.</param>
    /// <param name="instances">How many instances use each; this one too.</param>
    /// <param name="wanted">Called when a server's reservation is used up.</param>
    internal void Refresh(IReadOnlyList<MailServer> servers, IReadOnlyDictionary<int, int> instances, Action wanted)
    {
        foreach (var server in servers)
        {
            if (!_throttles.TryGetValue(server.Id, out var throttle))
                _throttles[server.Id] = throttle = new ServerThrottle(server, _shares, time);
            throttle.Quota.Wanted = wanted;
        }

        foreach (var gone in _throttles.Values.Where(g => servers.All(s => s.Id != g.Server.Id)).ToList())
        {
            gone.Server.IsEnabled = false;
            _throttles.Remove(gone.Server.Id);
        }

        _shares.Refresh([.. servers.Where(s => s.IsEnabled).Select(s => (s.Id, s.Weight))]);
        foreach (var server in servers)
            _throttles[server.Id].Refresh(server, instances.GetValueOrDefault(server.Id, 1));
        Throttles = [.. _throttles.Values];
    }
}
