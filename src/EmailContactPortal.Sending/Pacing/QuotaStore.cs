using EmailContactPortal.Data;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Throttling;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>
/// Counts what mail servers are given by hour and day, in one row each that all instances share: one guarded update reserves.
/// </summary>
internal static class QuotaStore
{
    /// <summary>Reserves up to <paramref name="wanted"/> messages; never more than the limits leave.</summary>
    internal static async Task<Reservation> ReserveAsync(
        PortalContext db, MailServer server, int wanted, DateTime now, CancellationToken cancellationToken)
    {
        var (day, hour) = (now.Date, now.Hour);
        await EnsureAsync(db, server.Id, day, cancellationToken);
        var volume = await WarmUpVolumeAsync(db, server, day, cancellationToken);
        var ofDay = Math.Min(server.MaxPerDay > 0 ? server.MaxPerDay : int.MaxValue, volume ?? int.MaxValue);
        var ofHour = server.MaxPerHour > 0 ? server.MaxPerHour : int.MaxValue;
        while (true)
        {
            var row = await db.MailServerDays.AsNoTracking()
                .SingleAsync(d => d.MailServerId == server.Id && d.Day == day, cancellationToken);
            // Another instance's clock may be ahead by a little.
            hour = Math.Max(hour, row.Hour);
            var (leftOfDay, leftOfHour) = (ofDay - row.Used, ofHour - (row.Hour == hour ? row.UsedInHour : 0));
            if (leftOfDay <= 0)
                return new Reservation(
                    0, day.AddDays(1),
                    ofDay == volume
                        ? $"Today's {volume:N0} mails of its warm-up plan are sent."
                        : $"Its limit of {ofDay:N0} mails a day is reached.");
            if (leftOfHour <= 0)
                return new Reservation(0, day.AddHours(hour + 1), $"Its limit of {ofHour:N0} mails an hour is reached.");
            var taken = Math.Min(wanted, Math.Min(leftOfDay, leftOfHour));
            if (await AddAsync(db, server.Id, day, hour, taken, ofDay, ofHour, cancellationToken))
                return new Reservation(taken, day.AddHours(hour + 1), null);
        }
    }

    /// <summary>Counts messages of a server without limits.</summary>
    internal static async Task CountAsync(PortalContext db, int serverId, int messages, DateTime now, CancellationToken cancellationToken)
    {
        await EnsureAsync(db, serverId, now.Date, cancellationToken);
        await AddAsync(db, serverId, now.Date, now.Hour, messages, int.MaxValue, int.MaxValue, cancellationToken);
    }

    /// <summary>Gives back what was reserved and not used.</summary>
    /// <param name="db">The database.</param>
    /// <param name="serverId">The mail server.</param>
    /// <param name="messages">How many.</param>
    /// <param name="until">The end of the reservation, as it was told.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    internal static Task GiveBackAsync(PortalContext db, int serverId, int messages, DateTime until, CancellationToken cancellationToken)
    {
        var hour = until.AddHours(-1);
        return db.MailServerDays.Where(d => d.MailServerId == serverId && d.Day == hour.Date)
            .ExecuteUpdateAsync(
                s => s.SetProperty(d => d.Used, d => d.Used - messages)
                    .SetProperty(d => d.UsedInHour, d => d.Hour == hour.Hour ? d.UsedInHour - messages : d.UsedInHour),
                cancellationToken);
    }

    /// <summary>Today's volume of the warm-up plan; null without one, before its start, or after its end.</summary>
    internal static async Task<int?> WarmUpVolumeAsync(
        PortalContext db, MailServer server, DateTime day, CancellationToken cancellationToken)
    {
        if (server.WarmUpStartsOn is not { } start || day < start || server.WarmUpPlan is null
            || WarmUpPlan.Parse(server.WarmUpPlan) is not { Succeeded: true } plan)
            return null;
        var done = await db.MailServerDays.CountAsync(
            d => d.MailServerId == server.Id && d.Day >= start && d.Day < day && d.Used > 0, cancellationToken);
        return plan.Value.VolumeAfter(done);
    }

    private static async Task<bool> AddAsync(
        PortalContext db, int serverId, DateTime day, int hour, int messages, int ofDay, int ofHour, CancellationToken cancellationToken) =>
        await db.MailServerDays
            .Where(
                d => d.MailServerId == serverId && d.Day == day && d.Used <= ofDay - messages
                    && (d.Hour < hour || d.Hour == hour && d.UsedInHour <= ofHour - messages || ofHour == int.MaxValue))
            .ExecuteUpdateAsync(
                s => s.SetProperty(d => d.Used, d => d.Used + messages)
                    .SetProperty(d => d.UsedInHour, d => d.Hour < hour ? messages : d.UsedInHour + messages)
                    .SetProperty(d => d.Hour, d => d.Hour < hour ? hour : d.Hour),
                cancellationToken) == 1;

    private static async Task EnsureAsync(PortalContext db, int serverId, DateTime day, CancellationToken cancellationToken)
    {
        if (await db.MailServerDays.AnyAsync(d => d.MailServerId == serverId && d.Day == day, cancellationToken))
            return;
        var row = db.MailServerDays.Add(new MailServerDay { MailServerId = serverId, Day = day });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another instance was faster; a server that was deleted shows at the next read.
        }

        row.State = EntityState.Detached;
    }
}
