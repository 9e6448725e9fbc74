using EmailContactPortal.Data;
using EmailContactPortal.Testing;
using EmailContactPortal.Tracking.Storing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmailContactPortal.Tracking.Tests;

/// <summary>A database with one sent campaign and the tracking services over it, on a clock that the test moves.</summary>
internal sealed class TrackingFixture : IAsyncDisposable
{
    private readonly TestDatabase database;
    private HitWriter? writer;

    private TrackingFixture(TestDatabase database, ServiceProvider services, SentCampaign sent)
    {
        (this.database, Services, Sent) = (database, services, sent);
        Db = services.CreateScope().ServiceProvider.GetRequiredService<PortalContext>();
    }

    public static TestClock Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.Zero));

    public ServiceProvider Services { get; }

    public SentCampaign Sent { get; }

    public PortalContext Db { get; }

    public IDbContextFactory<PortalContext> Contexts => Services.GetRequiredService<IDbContextFactory<PortalContext>>();

    public static async Task<TrackingFixture> CreateAsync(int people = 3, bool fromCrm = false)
    {
        var database = await TestDatabase.CreateAsync();
        var services = database.Services(s => s.AddTracking().AddSingleton<TimeProvider>(Clock));
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        return new TrackingFixture(database, services, await SentCampaign.AddAsync(db, people, fromCrm));
    }

    public async Task StartWriterAsync()
    {
        writer = Services.GetServices<IHostedService>().OfType<HitWriter>().Single();
        await writer.StartAsync(CancellationToken.None);
    }

    public async Task StopWriterAsync()
    {
        if (writer is not null) await writer.StopAsync(CancellationToken.None);
        writer = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopWriterAsync();
        await Db.DisposeAsync();
        await Services.DisposeAsync();
        await database.DisposeAsync();
    }
}
