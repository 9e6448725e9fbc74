using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Pacing;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.MailServers;

/// <summary>Reads mail servers for their pages.</summary>
internal sealed class MailServerQueries(PortalContext db, ListReading lists, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public static ListSpec<MailServerRow, MailServerRow> Spec { get; } = new ListSpec<MailServerRow, MailServerRow>(
        "mail-servers", "mail servers")
        .Column("name", "Name")
        .Column("state", "State")
        .Column("connections", "Connections", isNumber: true)
        .Column("now", "Now", isNumber: true, show: r => r.Now.PerSecond > 0 ? PacingStatus.Rate(r.Now.PerSecond) : "–")
        .Column("today", "Today", isNumber: true, show: r => r.Now.Today.ToString("N0", CultureInfo.InvariantCulture))
        .Column("limits", "Limits", show: r => MailServerWords.Limits(r.Server))
        .Column("weight", "Weight", isNumber: true, show: r => r.Server.Weight.ToString(CultureInfo.InvariantCulture))
        .Says(
            "Mail servers",
            new(
                "server",
                "No mail server yet",
                "Campaigns wait until there is one. Ask your provider for host, port and sign-in, or use a relay of your own.",
                ("New mail server", "/settings/mail-servers/new")));

    public async Task<ListPage<MailServerRow>> ListAsync(CancellationToken cancellationToken)
    {
        var servers = await db.MailServers.AsNoTracking().ToDictionaryAsync(m => m.Id, cancellationToken);
        var now = await PacingStatus.ServersAsync(db, Now, cancellationToken);
        return await lists.WholeAsync(
            Spec, [.. now.Where(s => servers.ContainsKey(s.Id)).Select(s => new MailServerRow(servers[s.Id], s))], cancellationToken);
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
        var used = await db.MailServerDays.AsNoTracking().Where(d => d.MailServerId == server.Id && d.Day >= start && d.Day <= today)
            .OrderBy(d => d.Day).ToListAsync(cancellationToken);
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
