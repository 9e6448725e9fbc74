using EmailContactPortal.Audience;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Benchmarks;

/// <summary>A portal without screens, connected to a vtiger.</summary>
internal static class CrmScene
{
    public static ServiceProvider Services(TestDatabase database) => database.Services(s =>
    {
        s.AddHttpClient();
        s.AddAudience(new AudienceOptions { UploadDirectory = Path.Combine(database.Directory, "uploads"), HttpClientName = "crm" });
    });

    public static async Task<int> ConnectAsync(ServiceProvider services, string url, int parallel)
    {
        await using var db = await OpenAsync(services);
        var connection = new CrmConnection
        {
            Name = "vtiger",
            Kind = "vtiger",
            Url = url,
            UserName = "portal",
            ProtectedSecret = services.GetRequiredService<SecretBox>().Protect("key"),
            ParallelCalls = parallel,
        };
        db.CrmConnections.Add(connection);
        await db.SaveChangesAsync();
        return connection.Id;
    }

    public static async Task<int> ListTypeAsync(ServiceProvider services)
    {
        await using var db = await OpenAsync(services);
        var list = db.ListTypes.Add(new ListType { Name = "Benchmark" }).Entity;
        await db.SaveChangesAsync();
        return list.Id;
    }

    public static Task<PortalContext> OpenAsync(ServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();

    public static async Task<TResult> InScopeAsync<TService, TResult>(ServiceProvider services, Func<TService, Task<TResult>> work)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }
}
