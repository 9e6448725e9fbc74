using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Audience.Tests;

/// <summary>
/// The audience floor over a database of its own, with a clock that stands and, when asked, a scripted CRM of kind <c>test</c>.
/// </summary>
internal sealed class AudienceFixture : IAsyncDisposable
{
    public static readonly DateTime Start = new(2026, 11, 20, 8, 30, 0, DateTimeKind.Utc);

    private readonly TestDatabase database;

    private AudienceFixture(TestDatabase database, ServiceProvider services) => (this.database, Services) = (database, services);

    public ServiceProvider Services { get; }

    public TestClock Clock { get; } = new(Start);

    public int ListTypeId { get; private set; }

    public static async Task<AudienceFixture> CreateAsync(ICrmAdapter? crm = null, Func<CrmSettings, ICrmAdapter>? open = null)
    {
        var database = await TestDatabase.CreateAsync();
        AudienceFixture? fixture = null;
        var services = database.Services(s =>
        {
            s.AddSingleton<TimeProvider>(_ => fixture!.Clock);
            s.AddAudience(new AudienceOptions
            {
                UploadDirectory = Path.Combine(database.Directory, "uploads"),
                MaxUploadBytes = 64 * 1024 * 1024,
            });
            if (crm is not null || open is not null)
                s.AddSingleton(new CrmAdapterKind("test", "Test CRM", settings => open?.Invoke(settings) ?? crm!));
        });
        fixture = new AudienceFixture(database, services);
        await using var db = await fixture.OpenAsync();
        var list = new ListType { Name = "Newsletter", CreatedAt = Start, UpdatedAt = Start };
        db.ListTypes.Add(list);
        await db.SaveChangesAsync();
        fixture.ListTypeId = list.Id;
        return fixture;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public Task<PortalContext> OpenAsync() => Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync();

    /// <summary>Runs something that lives as long as one request.</summary>
    public async Task<TResult> InScopeAsync<TService, TResult>(Func<TService, Task<TResult>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<int> AddConnectionAsync(string kind)
    {
        await using var db = await OpenAsync();
        var connection = new CrmConnection { Name = kind, Kind = kind, CreatedAt = Start };
        db.CrmConnections.Add(connection);
        await db.SaveChangesAsync();
        return connection.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await database.DisposeAsync();
    }
}
