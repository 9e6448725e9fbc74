using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Web.Shell.Live;
using EmailContactPortal.Web.Tests.Campaigns;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Live;

public sealed class LivePagesTests : IAsyncLifetime
{
    private const int Viewers = 200;
    private readonly CountingQueries queries = new();
    private readonly PortalFactory portal;

    public LivePagesTests() => portal = new PortalFactory { Configure = services => services.AddSingleton<IInterceptor>(queries) };

    private LivePages Live => portal.Services.GetRequiredService<LivePages>();

    public Task InitializeAsync() => portal.InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task Two_hundred_who_look_at_a_campaign_cost_one_reading_a_second()
    {
        var id = await new CampaignWorld(portal).LaunchedAsync(CampaignStatus.Paused, (DeliveryStatus.Sent, ExclusionRule.None));
        using var marketer = await portal.SignInAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var clock = Stopwatch.StartNew();
        var streams = await Task.WhenAll(Enumerable.Range(0, Viewers)
            .Select(_ => FirstNewsAsync(marketer, FormattableString.Invariant($"/campaigns/{id}/events"), stop.Token)));

        Assert.All(streams, s => Assert.Contains("\"status\":\"Paused\"", s.News, StringComparison.Ordinal));
        // Each reading of a campaign asks for its totals once. The clock runs on while it is read off, so that a slow machine has only more
        // room.
        var readings = queries.Of("CampaignTotals");
        Assert.InRange(readings, 1, 2 + (int)clock.Elapsed.TotalSeconds);
        Assert.Equal(2, Live.Watched);
        foreach (var stream in streams) stream.Dispose();
    }

    [Fact]
    public async Task A_slow_viewer_gets_the_latest_news_and_the_last_one_to_leave_ends_the_reading()
    {
        using var leave = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var number = 0;
        Func<CancellationToken, Task<string?>> Begin() => _ => Task.FromResult<string?>(FormattableString.Invariant($"{++number}"));
        var slow = Live.WatchAsync<string>("numbers", Begin, leave.Token).GetAsyncEnumerator(leave.Token);
        Assert.True(await slow.MoveNextAsync());
        Assert.Equal("1", slow.Current);
        var last = "";
        await foreach (var news in Live.WatchAsync<string>("numbers", Begin, leave.Token))
        {
            last = news;
            if (int.Parse(news, System.Globalization.CultureInfo.InvariantCulture) >= 3) break;
        }

        Assert.True(await slow.MoveNextAsync());
        Assert.True(string.CompareOrdinal(slow.Current, "2") > 0, $"The slow viewer read {slow.Current} after {last}");
        await slow.DisposeAsync();
        Assert.Equal(0, Live.Watched);
    }

    [Fact]
    public async Task A_thing_that_is_gone_and_a_reading_that_fails_end_the_streams_and_others_go_on()
    {
        using var leave = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        static Func<CancellationToken, Task<string?>> Gone() => _ => Task.FromResult<string?>(null);
        static Func<CancellationToken, Task<string?>> Broken() => _ => throw new InvalidOperationException("The table is locked.");
        static Func<CancellationToken, Task<string?>> Good() => _ => Task.FromResult<string?>("good");
        var broken = Live.WatchAsync<string>("broken", Broken, leave.Token).GetAsyncEnumerator(leave.Token).MoveNextAsync();
        var gone = Live.WatchAsync<string>("gone", Gone, leave.Token).GetAsyncEnumerator(leave.Token).MoveNextAsync();

        Assert.False(await broken);
        Assert.False(await gone);
        await foreach (var news in Live.WatchAsync<string>("good", Good, leave.Token))
        {
            Assert.Equal("good", news);
            break;
        }
    }

    private static async Task<Stream> FirstNewsAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        await reader.ReadLineAsync(cancellationToken);
        return new Stream(response, reader, await reader.ReadLineAsync(cancellationToken) ?? "");
    }

    private sealed record Stream(HttpResponseMessage Response, StreamReader Reader, string News) : IDisposable
    {
        public void Dispose()
        {
            Reader.Dispose();
            Response.Dispose();
        }
    }

    private sealed class CountingQueries : DbCommandInterceptor
    {
        private readonly ConcurrentQueue<string> asked = new();

        public int Of(string table) =>
            asked.Count(q => q.Contains($"FROM \"{table}\"", StringComparison.Ordinal)
                || q.Contains($"FROM [{table}]", StringComparison.Ordinal));

        public override ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            asked.Enqueue(command.CommandText);
            return ValueTask.FromResult(result);
        }
    }
}
