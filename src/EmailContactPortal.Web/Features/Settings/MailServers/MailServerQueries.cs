using EmailContactPortal.Data;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Pacing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.MailServers;

/// <summary>Reads mail servers for their pages.</summary>
public sealed class MailServerQueries(PortalContext db, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task<List<MailServerRow>> ListAsync(CancellationToken cancellationToken)
    {
        var servers = await db.MailServers.AsNoTracking().ToDictionaryAsync(m => m.Id, cancellationToken);
        var now = await PacingStatus.ServersAsync(db, Now, cancellationToken);
        return [.. now.Where(s => servers.ContainsKey(s.Id)).Select(s => new MailServerRow(servers[s.Id], s))];
    }

    public async Task<MailServerForm?> FindAsync(int id, ProtocolLogFilter filter, CancellationToken cancellationToken)
    {
        if (await db.MailServers.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } m) return null;
        return new MailServerForm
        {
            Id = m.Id,
            Name = m.Name,
            Host = m.Host,
            Port = m.Port,
            Security = m.Security,
            Client = m.Client,
            SignIn = m.SignIn,
            UserName = m.UserName,
            Tenant = m.Tenant,
            ClientId = m.ClientId,
            HasPassword = m.ProtectedPassword != null,
            MaxConnections = m.MaxConnections,
            MaxPerSecond = m.MaxPerSecond,
            MaxPerHour = m.MaxPerHour,
            MaxPerDay = m.MaxPerDay,
            Weight = m.Weight,
            DeliversItself = m.DeliversItself,
            WarmsUp = m.WarmUpPlan is not null,
            WarmUpPlan = m.WarmUpPlan ?? WarmUpPlan.Usual,
            WarmUpStartsOn = m.WarmUpStartsOn is { } start ? DateOnly.FromDateTime(start) : null,
            WarmUpDays = await WarmUpDaysAsync(m, cancellationToken),
            IsEnabled = m.IsEnabled,
            Checked = MailServerTrials.Read(m),
            Log = await ProtocolLogPage.ReadAsync(db, m, filter, Now, cancellationToken),
            FromSettings = m.FromSettings,
        };
    }

    // Only days on which mail went out count as days of the plan; today is the next one.
    private async Task<IReadOnlyList<WarmUpDay>> WarmUpDaysAsync(MailServer server, CancellationToken cancellationToken)
    {
        if (server.WarmUpStartsOn is not { } start || WarmUpPlan.Parse(server.WarmUpPlan) is not { Succeeded: true } plan) return [];
        var today = Now.Date;
        var used = await db.MailServerDays.AsNoTracking().Where(d => d.MailServerId == server.Id && d.Day >= start && d.Day <= today).OrderBy(d => d.Day).ToListAsync(cancellationToken);
        var done = used.Where(d => d.Day < today && d.Used > 0).ToList();
        return
        [
            .. plan.Value.Volumes.Select((volume, i) => i < done.Count
                ? new WarmUpDay(i + 1, volume, done[i].Day, done[i].Used, false)
                : i == done.Count && today >= start
                    ? new WarmUpDay(i + 1, volume, today, used.FirstOrDefault(d => d.Day == today)?.Used ?? 0, true)
                    : new WarmUpDay(i + 1, volume, null, null, false)),
        ];
    }
}
