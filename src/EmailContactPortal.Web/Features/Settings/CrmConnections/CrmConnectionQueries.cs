using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.CrmConnections;

/// <summary>Reads connections and the outbox.</summary>
internal sealed class CrmConnectionQueries(PortalContext db, ConnectionSettings settings, ListReading lists)
{
    /// <summary>An empty form of one kind, or one filled in to start from; null when there is no such kind.</summary>
    public CrmConnectionPage? New(string? kind, string? start)
    {
        if (settings.Kind(kind) is not { } known) return null;
        var from = known.Starts.FirstOrDefault(s => s.Name == start);
        return New(new CrmConnectionForm
        {
            Kind = kind,
            Name = from?.Label ?? known.Label,
            Url = from?.Address,
            Settings = new(settings.Fields(kind, from?.Options ?? "{}")),
        });
    }

    /// <summary>A form that was refused.</summary>
    public CrmConnectionPage New(CrmConnectionForm typed) => new() { Form = typed, Kind = settings.Kind(typed.Kind) };

    /// <summary>The kinds to choose from.</summary>
    public IReadOnlyList<CrmKind> Kinds => settings.Kinds;

    public async Task<ListPage<CrmConnectionRow>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await db.CrmConnections.AsNoTracking().OrderBy(c => c.Name).Take(200).Select(c => new
        {
            Connection = c,
            Groups = db.TargetGroups.Count(g => g.CrmConnectionId == c.Id),
            Pending = db.WriteBackEntries.Count(e => e.CrmConnectionId == c.Id && e.Status == WriteBackStatus.Pending),
        }).ToListAsync(cancellationToken);
        var labels = Kinds.ToDictionary(k => k.Name, k => k.Label);
        var shown = rows.Select(r => new CrmConnectionRow(
            r.Connection.Id,
            r.Connection.Name,
            labels.GetValueOrDefault(r.Connection.Kind, r.Connection.Kind),
            CrmGateway.LastCheck(r.Connection),
            r.Connection.CheckedAt,
            r.Groups,
            r.Pending,
            r.Connection.WriteBackProblem));
        return await lists.WholeAsync(CrmConnectionList.Spec, [.. shown], cancellationToken);
    }

    /// <summary>One connection, with what was typed when a save was refused; null when it is gone.</summary>
    public async Task<CrmConnectionPage?> PageAsync(int id, CrmConnectionForm? typed, CancellationToken cancellationToken)
    {
        if (await db.CrmConnections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } connection)
            return null;
        var counts = await db.WriteBackEntries.Where(e => e.CrmConnectionId == id).GroupBy(e => e.Status)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return new CrmConnectionPage
        {
            Form = typed ?? new CrmConnectionForm
            {
                Id = id,
                Name = connection.Name,
                Kind = connection.Kind,
                Url = connection.Url,
                UserName = connection.UserName,
                Settings = new(settings.Fields(connection.Kind, connection.Options)),
            },
            Kind = settings.Kind(connection.Kind),
            StoredSecrets = ConnectionSettings.StoredSecrets(connection.Options),
            Load = new CrmLoadForm
            {
                CallsPerSecond = connection.CallsPerSecond,
                ParallelCalls = connection.ParallelCalls,
                SyncMinutes = connection.SyncMinutes,
                EveryEvent = connection.EveryEvent,
            },
            Check = CrmGateway.LastCheck(connection),
            CheckedAt = connection.CheckedAt,
            HasSecret = connection.ProtectedSecret is not null,
            TargetGroups = await db.TargetGroups.CountAsync(g => g.CrmConnectionId == id, cancellationToken),
            WriteBack = new WriteBackTotals(
                counts.GetValueOrDefault(WriteBackStatus.Pending),
                counts.GetValueOrDefault(WriteBackStatus.Written),
                counts.GetValueOrDefault(WriteBackStatus.Failed),
                await db.WriteBackEntries.Where(e => e.CrmConnectionId == id && e.Status == WriteBackStatus.Pending)
                    .MinAsync(e => (DateTime?)e.At, cancellationToken)),
            WriteBackProblem = connection.WriteBackProblem,
            WriteBackResumesAt = connection.WriteBackResumesAt,
        };
    }

    /// <summary>The outbox, newest first; what waits and what failed unless another state is asked for.</summary>
    public async Task<WriteBackPage> WriteBackAsync(
        ListRequest request, WriteBackStatus? state, int? campaign, CancellationToken cancellationToken)
    {
        var entries = db.WriteBackEntries.AsNoTracking().Where(e => campaign == null || e.CampaignId == campaign);
        entries = state is { } one ? entries.Where(e => e.Status == one) : entries.Where(e => e.Status != WriteBackStatus.Written);
        if (request.Words?.ToLowerInvariant() is { } words)
            entries = entries.Where(e => db.Deliveries.Any(d => d.Id == e.DeliveryId && d.EmailKey.Contains(words)));
        var list = await lists.ReadAsync(
            WriteBackList.Spec,
            request,
            entries.OrderByDescending(e => e.Id),
            rows => rows.Select(e => new WriteBackRow(
                e.Id,
                e.Kind,
                e.CrmContactId,
                db.Deliveries.Where(d => d.Id == e.DeliveryId).Select(d => d.Email).FirstOrDefault() ?? "",
                e.CampaignId,
                db.Campaigns.Where(c => c.Id == e.CampaignId).Select(c => c.Name).FirstOrDefault() ?? "",
                e.At,
                e.Status,
                e.Attempts,
                e.NextAttemptAt,
                e.WrittenAt,
                e.Problem)),
            cancellationToken: cancellationToken);
        var waiting = await db.CrmConnections.AsNoTracking().Where(c => c.WriteBackProblem != null)
            .Select(c => new WaitingConnection(c.Id, c.Name, c.WriteBackProblem!, c.WriteBackResumesAt)).ToListAsync(cancellationToken);
        return new WriteBackPage(campaign, await WriteBackReader.TotalsAsync(db, campaign, cancellationToken), waiting, list);
    }
}
