using System.Data.Common;
using EmailContactPortal.Web.Tests.Campaigns;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Api;

/// <summary>A list costs the same number of queries however long it is.</summary>
public sealed class QueryCountTests : IAsyncLifetime
{
    private readonly Counter counter = new();
    private readonly PortalFactory portal = new();

    public Task InitializeAsync()
    {
        portal.Configure = services => services.AddSingleton<IInterceptor>(counter);
        return portal.InitializeAsync();
    }

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Theory]
    [InlineData("/api/v1/target-groups")]
    [InlineData("/api/v1/campaigns")]
    [InlineData("/api/v1/list-types")]
    [InlineData("/api/v1/crm-connections")]
    public async Task A_list_of_forty_takes_no_more_queries_than_one_of_five(string path)
    {
        var world = new CampaignWorld(portal);
        using var api = await portal.ApiAsync();
        for (var i = 0; i < 5; i++) await world.DraftAsync(await world.GroupAsync(0), null);
        var few = await CountAsync(api, path);
        for (var i = 0; i < 35; i++) await world.DraftAsync(await world.GroupAsync(0), null);
        Assert.Equal(few, await CountAsync(api, path));
    }

    private async Task<int> CountAsync(HttpClient api, string path)
    {
        // The first call also reads the key's owner.
        await api.JsonAsync(path);
        counter.Count = 0;
        await api.JsonAsync(path);
        return counter.Count;
    }

    private sealed class Counter : DbCommandInterceptor
    {
        public int Count;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref Count);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
