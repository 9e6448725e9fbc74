using EmailContactPortal.Audience.Reconciling;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Crm.Vtiger;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Testing.Vtiger;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Tests.WriteBack;

/// <summary>
/// A campaign with 5,000 facts while its CRM fails at random over real HTTP, and says success without keeping anything: at the end every
/// fact is there exactly once, and everybody who left is opted out.
/// </summary>
public sealed class UnreliableCrmTests
{
    private const int Recipients = 1250;

    public static TheoryData<int, string, int> Seeds => new() { { 1, "module", 1 }, { 2, "module", 4 }, { 4, "comment", 4 } };

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_fact_is_there_exactly_once(int seed, string sink, int lanes)
    {
        await using var server = await FakeVtiger.StartAsync();
        server.CustomModules.Add("EcpEvents");
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        await using var fixture = await AudienceFixture.CreateAsync(open: settings =>
            VtigerCrm.With(() => http)
                .Create(settings with
                {
                    Url = server.Url,
                    UserName = FakeVtiger.User,
                    Secret = FakeVtiger.Key,
                    Options = $$"""{"sink":"{{sink}}"}""",
                }));
        var connection = await fixture.AddConnectionAsync("test");
        foreach (var contact in server.Tables.Of("Contacts"))
            server.Tables.Change(new Dictionary<string, string> { ["id"] = contact["id"], ["emailoptout"] = "0" }, "19x1");
        var expected = await FactsAsync(fixture, connection, lanes);
        var random = new Random(seed);
        server.Mood = _ =>
        {
            lock (random) return Mood(random.Next(1000));
        };

        var runs = 0;
        await using var db = await fixture.OpenAsync();
        for (; await db.WriteBackEntries.AnyAsync(e => e.Status == WriteBackStatus.Pending); runs++)
        {
            Assert.True(runs < 2000, "The outbox does not come to an end.");
            await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
            fixture.Clock.Advance(TimeSpan.FromMinutes(31));
        }

        server.Mood = _ => Mischief.None;
        Assert.Equal(5000, expected);
        Assert.Equal(5000, await db.WriteBackEntries.CountAsync(e => e.Status == WriteBackStatus.Written));
        var names = sink == "module"
            ? server.Tables.Of("EcpEvents").Select(r => r["externalid"]).Where(n => n.Length > 0).ToList()
            : server.Tables.Of("ModComments").Select(r => r["commentcontent"]).Where(c => c.Length > 0).Select(c => c.Split("[ecp:")[1])
                .ToList();

        // Half records stay only where neither mending nor taking away was possible.
        Assert.InRange(server.Tables.Of("EcpEvents").Count + server.Tables.Of("ModComments").Count, 5000, 5020);
        Assert.Equal((5000, 5000), (names.Count, names.Distinct().Count()));
        Assert.All(Enumerable.Range(5, Recipients), i => Assert.Equal("1", server.Tables.Find($"12x{i}")!["emailoptout"]));
        await AssertReconciledAsync(fixture);
    }

    // Of a thousand calls: 20 refused, 20 done without an answer, 10 done with nonsense, 10 cut off, 1 never answered, 10 sessions lost,
    // once too fast, 30 answered with success although nothing was kept, 10 with an error of the database.
    private static Mischief Mood(int number) => number switch
    {
        < 20 => Mischief.Refuse,
        < 40 => Mischief.LoseAnswer,
        < 50 => Mischief.Babble,
        < 60 => Mischief.CutOff,
        < 61 => Mischief.Stall,
        < 71 => Mischief.ForgetSession,
        < 72 => Mischief.RateLimit,
        < 102 => Mischief.KeepOld,
        < 112 => Mischief.DatabaseError,
        _ => Mischief.None,
    };

    private static async Task<int> FactsAsync(AudienceFixture fixture, int connection, int lanes)
    {
        await using var db = await fixture.OpenAsync();
        await db.CrmConnections.ExecuteUpdateAsync(s => s.SetProperty(c => c.ParallelCalls, lanes));
        var start = AudienceFixture.Start;
        var campaign = new Campaign
        {
            Name = "Spring",
            CrmConnectionId = connection,
            CrmCampaignId = "1x2",
            CreatedAt = start,
            UpdatedAt = start,
        };
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync();
        db.Deliveries.AddRange(Enumerable.Range(5, Recipients).Select(i => new Delivery
        {
            CampaignId = campaign.Id,
            Email = $"p{i}@example.com",
            EmailKey = $"p{i}@example.com",
            CrmContactId = $"12x{i}",
            Status = DeliveryStatus.Sent,
            SentAt = start,
        }));
        await db.SaveChangesAsync();
        var ids = await db.Deliveries.Select(d => d.Id).ToListAsync();
        await db.AddSentAsync(campaign.Id, ids[0], ids[^1], CancellationToken.None);
        foreach (var some in ids.Chunk(250))
        {
            await db.AddFactsAsync(
                [.. some.SelectMany(id => (WriteBackFact[])[new(id, CrmActivityKind.Opened, start.AddMinutes(1)),
                    new(id, CrmActivityKind.Clicked, start.AddMinutes(2), 1),
                    new(id, CrmActivityKind.Unsubscribed, start.AddMinutes(3))])], CancellationToken.None);
        }

        return await db.WriteBackEntries.CountAsync();
    }

    private static async Task AssertReconciledAsync(AudienceFixture fixture)
    {
        await using var db = await fixture.OpenAsync();
        var campaign = await db.Campaigns.Select(c => c.Id).SingleAsync();
        var run = await fixture.InScopeAsync<ReconciliationCommands, Domain.Result<int>>(c => c.StartAsync(
            campaign, 1, CancellationToken.None));
        await fixture.Get<Reconciler>().RunAsync(run.Value, null, CancellationToken.None);
        var result = await db.Reconciliations.AsNoTracking().SingleAsync();
        Assert.Equal((ReconciliationStatus.Done, 5000), (result.Status, result.ProgressDone));
        Assert.Empty(await db.ReconciliationDifferences.ToListAsync());
    }
}
