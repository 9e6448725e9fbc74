using EmailContactPortal.Data;
using EmailContactPortal.Testing;
using EmailContactPortal.Tracking.Journaling;
using EmailContactPortal.Tracking.Storing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmailContactPortal.Tracking.Tests;

/// <summary>A database with one sent campaign and the tracking services over it, on a clock that the test moves.</summary>
internal sealed class TrackingFixture : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly List<IHostedService> running = [];

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

    public static async Task<TrackingFixture> CreateAsync(
        int people = 3, bool fromCrm = false, Action<IServiceCollection>? configure = null, bool embedded = false)
    {
        var database = await TestDatabase.CreateAsync(embedded);
        var services = database.Services(s =>
        {
            s.AddTracking(Path.Combine(database.Directory, "hits")).AddSingleton<TimeProvider>(Clock);
            configure?.Invoke(s);
        });
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        return new TrackingFixture(database, services, await SentCampaign.AddAsync(db, people, fromCrm));
    }

    public string Journals => Path.Combine(database.Directory, "hits");

    /// <summary>A folding of its own over a journal that the test fills.</summary>
    internal HitFolding Folding(HitJournal journal) => ActivatorUtilities.CreateInstance<HitFolding>(Services, journal);

    public async Task StartAsync()
    {
        foreach (var service in Services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
            running.Insert(0, service);
        }
    }

    public async Task StopAsync()
    {
        foreach (var service in running) await service.StopAsync(CancellationToken.None);
        running.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Db.DisposeAsync();
        await Services.DisposeAsync();
        await database.DisposeAsync();
    }
}
