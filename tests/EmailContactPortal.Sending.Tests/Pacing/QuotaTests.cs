using EmailContactPortal.Data;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Pacing;
using EmailContactPortal.Sending.Throttling;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Sending.Tests.Pacing;

public sealed class QuotaTests : IAsyncLifetime
{
    private static readonly DateTime Noon = new(2026, 11, 21, 12, 10, 0, DateTimeKind.Utc);
    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _services = _database.Services();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Hour_and_day_are_never_exceeded_however_many_reserve_at_once()
    {
        var server = await AddAsync(s => (s.MaxPerHour, s.MaxPerDay) = (1_000, 2_500));
        var granted = new List<int>();
        for (var hour = 0; hour < 4; hour++)
        {
            var now = Noon.AddHours(hour);
            granted.Add((await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TakeAllAsync(server, now)))).Sum());
        }

        Assert.Equal([1_000, 1_000, 500, 0], granted);
        Assert.Equal(
            2_500, await TakeAllAsync(server, Noon.Date.AddDays(1)) + await TakeAllAsync(server, Noon.Date.AddDays(1).AddHours(1))
                + await TakeAllAsync(server, Noon.Date.AddDays(1).AddHours(2)));
    }

    [Fact]
    public async Task It_says_which_limit_is_reached_and_until_when()
    {
        var server = await AddAsync(s => (s.MaxPerHour, s.MaxPerDay) = (10, 15));
        await using var db = await OpenAsync();
        Assert.Equal(10, (await QuotaStore.ReserveAsync(db, server, 50, Noon, default)).Granted);

        Assert.Equal(
            new Reservation(0, Noon.Date.AddHours(13), "Its limit of 10 mails an hour is reached."),
            await QuotaStore.ReserveAsync(db, server, 50, Noon, default));
        Assert.Equal(5, (await QuotaStore.ReserveAsync(db, server, 50, Noon.AddHours(1), default)).Granted);
        Assert.Equal(
            new Reservation(0, Noon.Date.AddDays(1), "Its limit of 15 mails a day is reached."),
            await QuotaStore.ReserveAsync(db, server, 50, Noon.AddHours(1), default));
    }

    [Fact]
    public async Task What_was_reserved_and_not_used_can_be_given_back()
    {
        var server = await AddAsync(s => s.MaxPerHour = 100);
        await using var db = await OpenAsync();
        var reserved = await QuotaStore.ReserveAsync(db, server, 80, Noon, default);
        await QuotaStore.GiveBackAsync(db, server.Id, 30, reserved.Until, default);

        Assert.Equal(50, await TakeAllAsync(server, Noon));
    }

    [Fact]
    public async Task Warm_up_turns_with_the_day_and_a_day_without_mail_does_not_count()
    {
        var server = await AddAsync(s => (s.WarmUpPlan, s.WarmUpStartsOn) = ("20, 40, 80", Noon.Date));

        Assert.Equal(20, await TakeAllAsync(server, Noon));
        await using (var db = await OpenAsync())
            Assert.Equal(
                "Today's 20 mails of its warm-up plan are sent.", (await QuotaStore.ReserveAsync(db, server, 1, Noon, default)).Because);
        Assert.Equal(40, await TakeAllAsync(server, Noon.AddDays(1)));
        Assert.Equal(80, await TakeAllAsync(server, Noon.AddDays(5)));
        await using (var db = await OpenAsync())
            Assert.Null(await QuotaStore.WarmUpVolumeAsync(db, server, Noon.Date.AddDays(6), default));
    }

    private async Task<int> TakeAllAsync(MailServer server, DateTime now)
    {
        await using var db = await OpenAsync();
        var all = 0;
        for (var n = 7; all < 100_000; n = n % 90 + 11)
        {
            var reserved = await QuotaStore.ReserveAsync(db, server, n, now, default);
            if (reserved.Granted == 0)
                return all;
            all += reserved.Granted;
        }

        return all;
    }

    private async Task<MailServer> AddAsync(Action<MailServer> configure)
    {
        await using var db = await OpenAsync();
        var server = new MailServer { Name = "Relay", Host = "mail.example" };
        configure(server);
        db.MailServers.Add(server);
        await db.SaveChangesAsync();
        return server;
    }

    private Task<PortalContext> OpenAsync() => _services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
}
