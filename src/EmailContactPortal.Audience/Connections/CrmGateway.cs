using System.Collections.Concurrent;
using System.Text.Json;
using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Connections;

/// <summary>What a check of a connection found.</summary>
/// <param name="Ok">Whether it can be used.</param>
/// <param name="Probe">What it offers.</param>
/// <param name="Problem">Why not, in plain words.</param>
public sealed record CrmCheck(bool Ok, CrmProbe? Probe, string? Problem);

/// <summary>Opens the CRM behind a stored connection; the only place that sees its secret in clear.</summary>
public sealed class CrmGateway(
    IDbContextFactory<PortalContext> contexts, CrmAdapters adapters, ConnectionSettings settings, SecretBox secrets, TimeProvider time)
{
    private static readonly TimeSpan ProbeAge = TimeSpan.FromHours(12);

    // All adapters of one connection share its pace, whatever they do; a changed limit makes a new one.
    private readonly ConcurrentDictionary<int, CrmPace> paces = new();

    /// <summary>The adapter of one connection.</summary>
    /// <exception cref="CrmException">The connection is gone or its settings cannot be used.</exception>
    public async Task<ICrmAdapter> OpenAsync(int connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connection = await db.CrmConnections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken)
            ?? throw new CrmException(CrmFault.Settings, "The CRM connection was deleted.");
        return Open(connection);
    }

    /// <summary>Active campaigns and contact fields of one connection, or why they cannot be had.</summary>
    public Task<CrmOffer> OfferAsync(int connectionId, CancellationToken cancellationToken) =>
        CrmOffer.OfAsync(() => OpenAsync(connectionId, cancellationToken), cancellationToken);

    /// <summary>
    /// What the connection offers: the kept answer while it is fresh, because asking costs the CRM several calls; else asked now.
    /// </summary>
    /// <exception cref="CrmException">The CRM cannot be used now.</exception>
    public async Task<CrmProbe> ProbeAsync(int connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connection = await db.CrmConnections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
        var isFresh = connection is { CheckSucceeded: true, CheckedAt: { } at } && at > time.GetUtcNow().UtcDateTime - ProbeAge;
        if (isFresh && LastCheck(connection!) is { Probe: { } known }) return known;
        return await AskAsync(connectionId, cancellationToken);
    }

    /// <summary>Asks the CRM what it offers and keeps the answer on the connection.</summary>
    public async Task<CrmCheck> CheckAsync(int connectionId, CancellationToken cancellationToken)
    {
        try
        {
            return new CrmCheck(true, await AskAsync(connectionId, cancellationToken), null);
        }
        catch (CrmException e)
        {
            return new CrmCheck(false, null, e.Message);
        }
    }

    /// <summary>The last check's result as it was kept, or null.</summary>
    public static CrmCheck? LastCheck(CrmConnection connection) =>
        connection.LastCheck is null ? null : JsonSerializer.Deserialize<CrmCheck>(connection.LastCheck);

    /// <summary>The adapter of a connection that may not be stored yet; its calls are noted.</summary>
    /// <exception cref="CrmException">Its settings cannot be used.</exception>
    internal ICrmAdapter Open(CrmConnection connection, CrmTrace? trace = null) => adapters.Create(
        connection.Kind,
        new CrmSettings(
            connection.Url, connection.UserName, secrets.Unprotect(connection.ProtectedSecret) ?? "",
            settings.Open(connection.Options))
        { Pace = PaceOf(connection), Trace = trace });

    private async Task<CrmProbe> AskAsync(int connectionId, CancellationToken cancellationToken)
    {
        try
        {
            var probe = await (await OpenAsync(connectionId, cancellationToken)).ProbeAsync(cancellationToken);
            await KeepAsync(connectionId, new CrmCheck(true, probe, null), cancellationToken);
            return probe;
        }
        catch (CrmException e)
        {
            await KeepAsync(connectionId, new CrmCheck(false, null, e.Message), cancellationToken);
            throw;
        }
    }

    private async Task KeepAsync(int connectionId, CrmCheck check, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (now, json) = (time.GetUtcNow().UtcDateTime, JsonSerializer.Serialize(check));
        await db.CrmConnections.Where(c => c.Id == connectionId).ExecuteUpdateAsync(
            s => s.SetProperty(c => c.LastCheck, json).SetProperty(c => c.CheckedAt, now).SetProperty(c => c.CheckSucceeded, check.Ok),
            cancellationToken);
    }

    private CrmPace PaceOf(CrmConnection connection)
    {
        var limit = connection.CallsPerSecond ?? 0;
        return paces.AddOrUpdate(
            connection.Id, _ => new CrmPace(limit, time), (_, pace) => pace.CallsPerSecond == limit ? pace : new CrmPace(limit, time));
    }
}
