using System.Globalization;
using System.Text.Json.Nodes;
using EmailContactPortal.Crm.Oro;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Tests.Oro;

public sealed class OroAdapterTests : IAsyncLifetime
{
    private static readonly DateTime At = new(2026, 11, 21, 10, 0, 5, DateTimeKind.Utc);
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(20) };
    private FakeOro server = null!;

    public async Task InitializeAsync()
    {
        server = await FakeOro.StartAsync();
        var today = At.Date;
        AddCampaign(1, "Spring fair", "SPRING", today.AddDays(-30), today, today.AddDays(-40));
        AddCampaign(2, "Over and gone", "OLD", today.AddDays(-30), today.AddDays(-1), today.AddDays(-3));
        AddCampaign(3, "Not yet", "SOON", today.AddDays(1), null, today.AddDays(-2));
        AddCampaign(4, "Autumn letter", "AUTUMN", null, null, today.AddDays(-1));
        server.Add("contactgroups", "7", new() { ["label"] = "spring" });
        server.Add("contactgroups", "8", new() { ["label"] = "Others" });
        foreach (var i in Enumerable.Range(1, 237)) AddContact(1000 - i, i % 10 == 0 ? "8" : "7");
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Campaigns_are_active_by_their_dates_and_newest_first()
    {
        var campaigns = await Adapter().ActiveCampaignsAsync(CancellationToken.None);

        Assert.Equal(["Autumn letter", "Spring fair"], campaigns.Select(c => c.Name));
        Assert.Equal(
            ["Others", "spring"],
            (await Adapter("""{"source":"groups"}""").ActiveCampaignsAsync(CancellationToken.None)).Select(c => c.Name));
    }

    [Fact]
    public async Task Every_member_comes_once_though_the_token_ends_and_somebody_joins_on_the_way()
    {
        var adapter = Adapter("""{"pageSize":20}""");
        Assert.Equal(214, await adapter.CountMembersAsync("1", CancellationToken.None));
        server.TokensEndAt = 12;
        var members = new List<CrmMember>();

        await foreach (var page in adapter.MembersAsync("1", ["jobTitle", "fieldThatIsGone"], CancellationToken.None))
        {
            if (members.Count == 0) AddContact(1, "7");
            members.AddRange(page);
        }

        Assert.Equal(214, members.Select(m => m.ContactId).Distinct().Count());
        Assert.Equal(214, members.Count);
        Assert.True(server.TokensGiven >= 2);
        var first = members[0];
        Assert.Equal(
            ("763", "person763@example.test", "First763", "Last763", "Gardener"),
            (first.ContactId, first.Email, first.FirstName, first.LastName, first.Fields["jobTitle"]));
        Assert.Equal(["jobTitle"], first.Fields.Keys);
    }

    [Fact]
    public async Task A_check_tells_what_is_there_and_what_is_missing()
    {
        var probe = await Adapter().ProbeAsync(CancellationToken.None);

        Assert.Equal(
            (2, 214, CrmEventSink.Activity, CrmUnsubscribeScope.None),
            (probe.Campaigns, probe.Members!.Value, probe.EventSink, probe.UnsubscribeScope));
        Assert.Contains(
            probe.Warnings,
            w => w.Contains("1 of 2 active campaigns has no contact group", StringComparison.Ordinal)
                && w.Contains("“Autumn letter”", StringComparison.Ordinal));
        Assert.Contains(
            await Adapter().FieldsAsync(CancellationToken.None), f => f is { Name: "jobTitle", Label: "Job title", IsCustom: false });
        Assert.Contains(
            await Adapter().FieldsAsync(CancellationToken.None), f => f is { Name: "shoe_size", Label: "Shoe size", IsCustom: true });
        var missing = await Assert.ThrowsAsync<CrmException>(() => Adapter().CountMembersAsync("4", CancellationToken.None));
        Assert.Contains("Make a contact group named “Autumn letter”", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_activities_leave_reading_possible_and_are_explained()
    {
        server.Instead["marketingactivities"] = 404;
        var closed = await Adapter().ProbeAsync(CancellationToken.None);
        server.Instead["marketingactivities"] = 403;
        var forbidden = await Adapter().ProbeAsync(CancellationToken.None);

        Assert.Equal((CrmEventSink.None, CrmEventSink.None), (closed.EventSink, forbidden.EventSink));
        Assert.Contains(closed.Warnings, w => w.Contains("Switch Marketing Activities on", StringComparison.Ordinal));
        Assert.Contains(forbidden.Warnings, w => w.Contains("the right to view marketing activities", StringComparison.Ordinal));
    }

    public static TheoryData<string, int, CrmFault, string> Closed => new()
    {
        { "campaigns", 403, CrmFault.Rights, "the right to view campaigns" },
        { "contacts", 403, CrmFault.Rights, "No access to this type of entities”" },
        { "campaigns", 404, CrmFault.Unsupported, "Switch the web API on" },
        { "contactgroups", 500, CrmFault.Unreachable, "HTTP 500" },
    };

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task A_closed_entity_says_what_an_administrator_can_do(string entity, int status, CrmFault fault, string words)
    {
        server.Instead[entity] = status;

        var refused = await Assert.ThrowsAsync<CrmException>(() => Adapter().ProbeAsync(CancellationToken.None));

        Assert.Equal(fault, refused.Fault);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_a_login_page_and_a_list_that_is_closed_are_told_apart()
    {
        var key = await Assert.ThrowsAsync<CrmException>(() => Adapter(secret: "wrong").ProbeAsync(CancellationToken.None));
        server.Before.Enqueue((200, "text/html", "<html><head><title>x</title></head><body><h1>Sign in to Oro</h1></body></html>", null));
        var page = await Assert.ThrowsAsync<CrmException>(() => Adapter().ProbeAsync(CancellationToken.None));
        var lists = await Assert.ThrowsAsync<CrmException>(() => Adapter("""{"source":"lists"}""").ProbeAsync(CancellationToken.None));

        Assert.Equal((CrmFault.SignIn, CrmFault.Nonsense, CrmFault.Unsupported), (key.Fault, page.Fault, lists.Fault));
        Assert.Contains("Sign in to Oro", page.Message, StringComparison.Ordinal);
        Assert.Contains("use contact groups instead", lists.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_Oro_is_waited_for_but_not_for_long()
    {
        server.Before.Enqueue((429, "application/vnd.api+json", "", "0"));
        Assert.Equal(2, (await Adapter().ActiveCampaignsAsync(CancellationToken.None)).Count);
        server.Before.Enqueue((429, "application/vnd.api+json", "", "600"));

        var busy = await Assert.ThrowsAsync<CrmException>(() => Adapter().ActiveCampaignsAsync(CancellationToken.None));

        Assert.Equal((CrmFault.RateLimited, TimeSpan.FromMinutes(10)), (busy.Fault, busy.RetryAfter));
    }

    [Fact]
    public async Task Activities_are_written_once_and_brought_up_to_date()
    {
        var adapter = Adapter();
        CrmActivity[] facts =
        [
            Fact("a:sent", CrmActivityKind.Sent), Fact("a:opened", CrmActivityKind.Opened), Fact("a:clicked", CrmActivityKind.Clicked),
            Fact("a:soft", CrmActivityKind.SoftBounced),
            Fact("a:hard", CrmActivityKind.HardBounced), Fact("a:out", CrmActivityKind.Unsubscribed),
            Fact("a:in", CrmActivityKind.Resubscribed),
        ];
        server.LostAnswers.Enqueue(500);
        var lost = await adapter.WriteAsync(facts, CancellationToken.None);
        Assert.All(lost, r => Assert.Equal(CrmWriteOutcome.Later, r.Outcome));

        var results = await Adapter().WriteAsync(facts, CancellationToken.None);
        await adapter.WriteAsync([facts[1] with { Count = 3, FirstAt = At, At = At.AddHours(5) }], CancellationToken.None);

        Assert.All(results, r => Assert.Equal(CrmWriteOutcome.Written, r.Outcome));
        var activities = server.Records["marketingactivities"];
        Assert.Equal(
            ["send", "open", "click", "soft_bounce", "hard_bounce", "unsubscribe"],
            activities.Select(a => (string?)a["relationships"]!["marketingActivityType"]!["data"]!["id"]));
        Assert.All(
            activities,
            a => Assert.Equal(
                ("2026-11-21T10:00:05Z", "900"),
                ((string?)a["attributes"]!["actionDate"], (string?)a["relationships"]!["entity"]!["data"]!["id"])));
        Assert.Equal(
            [CrmHeld.Same, CrmHeld.Different, CrmHeld.NotKept, CrmHeld.Missing],
            (await adapter.ReadBackAsync(
                [facts[0], facts[1], facts[6], facts[2] with { ExternalId = "z" }], CancellationToken.None)).Select(h => h.Held));
        Assert.Equal("1", (string?)activities[0]["relationships"]!["campaign"]!["data"]!["id"]);
        Assert.Contains("3 times, last 2026-11-21T15:00:05Z", (string?)activities[1]["attributes"]!["details"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_that_is_gone_is_refused_missing_rights_stop_the_connection_and_an_opt_out_field_is_set()
    {
        var adapter = Adapter("""{"optOutField":"noMail"}""");
        var results = await adapter.WriteAsync(
            [Fact("g:sent", CrmActivityKind.Sent) with { ContactId = "4711" }, Fact("h:out", CrmActivityKind.Unsubscribed)],
            CancellationToken.None);
        Assert.Equal([CrmWriteOutcome.Refused, CrmWriteOutcome.Written], results.Select(r => r.Outcome));
        Assert.True((bool)server.Records["contacts"].Single(c => (string?)c["id"] == "900")["attributes"]!["noMail"]!);
        Assert.Equal(CrmUnsubscribeScope.Contact, (await adapter.ProbeAsync(CancellationToken.None)).UnsubscribeScope);

        server.Instead["marketingactivities"] = 403;
        var stopped = await Assert.ThrowsAsync<CrmException>(() => adapter.WriteAsync(
            [Fact("i:sent", CrmActivityKind.Sent)], CancellationToken.None));
        Assert.Equal(CrmFault.Rights, stopped.Fault);
    }

    [Fact]
    public async Task Success_that_shows_the_old_value_is_tried_later_and_the_opt_out_can_be_read()
    {
        var adapter = Adapter("""{"optOutField":"noMail"}""");
        server.Records["contacts"].Single(c => (string?)c["id"] == "900")["attributes"]!["noMail"] = false;
        server.KeepsOld = true;
        CrmActivity[] facts = [Fact("k:out", CrmActivityKind.Unsubscribed), Fact("k:sent", CrmActivityKind.Sent)];
        Assert.All(await adapter.WriteAsync(facts, CancellationToken.None), r => Assert.Equal(CrmWriteOutcome.Later, r.Outcome));
        Assert.False((await adapter.OptOutsAsync(["900"], CancellationToken.None))["900"]);

        server.KeepsOld = false;
        Assert.All(await adapter.WriteAsync(facts, CancellationToken.None), r => Assert.Equal(CrmWriteOutcome.Written, r.Outcome));
        Assert.True((await adapter.OptOutsAsync(["900", "4711"], CancellationToken.None))["900"]);
    }

    [Fact]
    public async Task Fields_of_a_contact_are_changed_and_one_that_is_gone_is_refused()
    {
        var results = await Adapter().UpdateFieldsAsync(
            [new("1", "900", new Dictionary<string, string> { ["jobTitle"] = "Baker" }),
                new("2", "4711", new Dictionary<string, string> { ["jobTitle"] = "x" })], CancellationToken.None);

        Assert.Equal([CrmWriteOutcome.Written, CrmWriteOutcome.Refused], results.Select(r => r.Outcome));
        Assert.Equal("Baker", (string?)server.Records["contacts"].Single(c => (string?)c["id"] == "900")["attributes"]!["jobTitle"]);
    }

    private static CrmActivity Fact(string id, CrmActivityKind kind) => new(id, "900", kind, At, "Autumn", "") { CrmCampaignId = "1" };

    private OroAdapter Adapter(string options = "", string secret = FakeOro.Secret) =>
        new(http, new CrmSettings(server.Url, FakeOro.Client, secret, options), new Standing());

    private void AddCampaign(int id, string name, string code, DateTime? start, DateTime? end, DateTime created) => server.Add(
        "campaigns", $"{id}",
        new()
        {
            ["name"] = name,
            ["code"] = code,
            ["startDate"] = Day(start),
            ["endDate"] = Day(end),
            ["createdAt"] = created.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        });

    private static string? Day(DateTime? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void AddContact(int id, string group) => server.Add(
        "contacts",
        $"{id}",
        new()
        {
            ["firstName"] = $"First{id}",
            ["lastName"] = $"Last{id}",
            ["primaryEmail"] = $"person{id}@example.test",
            ["jobTitle"] = "Gardener",
            ["shoe_size"] = 42,
            ["emails"] = new JsonArray(),
        },
        ("groups", "contactgroups", [group]));

    private sealed class Standing : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => At;
    }
}
