using EmailContactPortal.Crm.Rest;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Tests.Rest;

public sealed class RestAdapterTests : IAsyncLifetime
{
    private static readonly DateTime At = new(2026, 11, 21, 10, 0, 5, DateTimeKind.Utc);
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(20) };
    private FakeCards cards = null!;
    private FakeLedger ledger = null!;

    public async Task InitializeAsync() => (cards, ledger) = (await FakeCards.StartAsync(), await FakeLedger.StartAsync());

    public async Task DisposeAsync()
    {
        http.Dispose();
        await cards.DisposeAsync();
        await ledger.DisposeAsync();
    }

    [Fact]
    public async Task Tokens_of_the_next_page_nested_values_and_a_second_call_for_contacts()
    {
        var campaigns = await Cards().ActiveCampaignsAsync(CancellationToken.None);
        Assert.Equal(["c2", "c5", "c1", "c7", "c3", "c6"], campaigns.Select(c => c.Id));
        Assert.Equal(("Campaign 2", 130), (campaigns[0].Name, campaigns[0].Members!.Value));
        Assert.Equal(
            [("city", "City", false), ("shoe/size", "shoe/size", true)],
            (await Cards().FieldsAsync(CancellationToken.None)).Select(f => (f.Name, f.Label, f.IsCustom)));

        var members = await AllAsync(Cards(), "c2", ["city", "shoe/size", "gone"]);

        Assert.Equal(Enumerable.Range(1, 130).Select(i => $"{i}"), members.Select(m => m.ContactId));
        Assert.Equal(
            ("p2@example.test", "G2", "F2", "Oulu", "42", true),
            (members[1].Email, members[1].FirstName, members[1].LastName, members[1].Fields["city"], members[1].Fields["shoe/size"],
                members[1].EmailOptOut));
        Assert.StartsWith(
            """{"want":["mail","city","shoe/size"],"of":[{"id":"101"},{"id":"102"},""", cards.Reads[^1].ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capped_offsets_dates_links_in_a_header_and_a_token_that_ends_on_the_way()
    {
        var campaigns = await Ledger().ActiveCampaignsAsync(CancellationToken.None);
        Assert.Equal(
            (110, "2026-11-01"),
            (campaigns.Count, campaigns[0].CreatedAt!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(225, await Ledger().CountMembersAsync("M-2", CancellationToken.None));
        ledger.TokenEndsAt = 8;

        var members = await AllAsync(Ledger(), "M-2", ["Town"]);

        Assert.Equal(225, members.Select(m => m.ContactId).Distinct().Count());
        Assert.Equal((225, 2), (members.Count, ledger.TokensGiven));
        Assert.Equal(
            ("m3@example.test", "Åsa", "Turku", true),
            (members[2].Email, members[2].FirstName, members[2].Fields["Town"], members[2].EmailOptOut));
    }

    [Fact]
    public async Task Success_that_shows_the_old_value_is_tried_later_and_a_contact_that_is_gone_is_told()
    {
        cards.KeepsOld = true;
        CrmActivity[] facts = [Fact("k:out", CrmActivityKind.Unsubscribed, "8"), Fact("k:opened", CrmActivityKind.Opened, "8")];
        Assert.All(await Cards().WriteAsync(facts, CancellationToken.None), r => Assert.Equal(CrmWriteOutcome.Later, r.Outcome));

        cards.KeepsOld = false;
        Assert.All(await Cards().WriteAsync(facts, CancellationToken.None), r => Assert.Equal(CrmWriteOutcome.Written, r.Outcome));
        var gone = Assert.Single(await Cards().WriteAsync([facts[0] with { ContactId = "gone" }], CancellationToken.None));
        Assert.Equal(CrmWriteOutcome.Refused, gone.Outcome);
        Assert.Contains("The contact gone is not in the CRM any more", gone.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fact_whose_answer_was_lost_is_found_and_brought_up_to_date()
    {
        cards.LostAnswers.Enqueue(503);
        var opened = Fact("o\"1\\", CrmActivityKind.Opened, "7");
        Assert.Equal(CrmWriteOutcome.Later, (await Cards().WriteAsync([opened], CancellationToken.None))[0].Outcome);

        var results = await Cards().WriteAsync(
            [opened with { Count = 4, At = At.AddHours(1) }, Fact("out", CrmActivityKind.Unsubscribed, "8")], CancellationToken.None);

        Assert.All(results, r => Assert.Equal(CrmWriteOutcome.Written, r.Outcome));
        var kept = Assert.Single(cards.Events);
        Assert.Equal(
            ("o\"1\\", "opened", 4, 1_795_258_805_000),
            ((string?)kept["key"], (string?)kept["what"], (int)kept["times"]!, (long)kept["atMs"]!));
        Assert.Equal(["8"], cards.OptedOut);
        var held = await Cards().ReadBackAsync(
            [opened, opened with { ExternalId = "never" }, opened with { Kind = CrmActivityKind.Sent }], CancellationToken.None);
        Assert.Equal([CrmHeld.Same, CrmHeld.Missing, CrmHeld.NotKept], held.Select(h => h.Held));
        var refused = (await Cards().WriteAsync(
            [opened with { ExternalId = "long", CampaignName = new string('x', 200) }], CancellationToken.None))[0];
        Assert.Equal(
            (CrmWriteOutcome.Refused, true),
            (refused.Outcome, refused.Reason!.Contains("The text is too long.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_log_under_our_own_id_is_written_once_and_a_contact_that_is_gone_is_refused()
    {
        CrmActivity[] facts = [Fact("a:sent", CrmActivityKind.Sent, "5"), Fact("b:sent", CrmActivityKind.Sent, "999"),
            Fact("c:opened", CrmActivityKind.Opened, "6")];
        var results = await Ledger().WriteAsync(facts, CancellationToken.None);
        await Ledger().WriteAsync(facts[..1], CancellationToken.None);

        Assert.Equal([CrmWriteOutcome.Written, CrmWriteOutcome.Refused, CrmWriteOutcome.Written], results.Select(r => r.Outcome));
        Assert.Contains("No contact 999", results[1].Reason, StringComparison.Ordinal);
        var line = Assert.Single(ledger.Log);
        Assert.Equal(("/contacts/5/log/a:sent", "2026-11-21 10:00:05"), (line.Key, line.Value["when"]));
        ledger.Instead = 403;
        Assert.Equal(
            CrmFault.Rights, (await Assert.ThrowsAsync<CrmException>(() => Ledger().WriteAsync(facts, CancellationToken.None))).Fault);
    }

    [Fact]
    public async Task Calls_keep_the_described_pace_whoever_makes_them()
    {
        var description = FakeLedger.Description.Replace(
            "\"error\"", "\"limits\": { \"perSecond\": 20 }, \"error\"", StringComparison.Ordinal);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 5)
            .Select(_ => Adapter(ledger.Url, FakeLedger.Client, FakeLedger.Secret, description).CountMembersAsync(
                "M-1", CancellationToken.None)));

        // One token and five counts: five gaps of 50 ms.
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(240));
    }

    [Fact]
    public async Task Only_what_changed_is_read_while_nobody_joined_or_left()
    {
        const string Changes =
            "\"changes\": { \"path\": \"/mailings/{campaignId}/contacts\", \"query\": { \"changedSince\": \"{since}\" } }, \"writeBack\"";
        var adapter = Adapter(
            ledger.Url, FakeLedger.Client, FakeLedger.Secret,
            FakeLedger.Description.Replace("\"writeBack\"", Changes, StringComparison.Ordinal));
        Assert.True((await adapter.ProbeAsync(CancellationToken.None)).DeltaByModifiedTime);
        var cursor = await adapter.CursorAsync("M-2", CancellationToken.None);

        var changes = await adapter.ChangesAsync("M-2", [], cursor!, CancellationToken.None);
        ledger.Members++;
        var joined = await adapter.ChangesAsync("M-2", [], cursor!, CancellationToken.None);

        Assert.Equal((true, false), (changes.IsComplete, joined.IsComplete));
        Assert.Equal("2026-11-21T09:58:05Z", ledger.AskedSince);
    }

    [Fact]
    public async Task What_is_tried_out_is_noted_without_its_secrets()
    {
        var trace = new CrmTrace();
        var adapter = new RestAdapter(
            http, new CrmSettings(
                ledger.Url, FakeLedger.Client, FakeLedger.Secret, $$"""{"description":{{FakeLedger.Description}}}""")
            { Trace = trace },
                new Standing());

        await AllAsync(adapter, "M-2", ["Town", "Job"]);

        Assert.Equal(1 + 6, trace.Calls.Count);
        Assert.All(trace.Calls, c => Assert.Equal(200, c.Status));
        Assert.DoesNotContain(
            trace.Calls,
            c => $"{c.Address}{c.Sent}{c.Answer}".Contains(FakeLedger.Secret, StringComparison.Ordinal)
                || c.Answer.Contains("ledger-", StringComparison.Ordinal));
        Assert.Contains(trace.Paths, p => p is { Place: "members.field", Path: "/Town", Read: 225, Filled: 225 });
        Assert.Contains(trace.Paths, p => p is { Place: "members.field", Path: "/Job", Filled: 0 });
    }

    [Fact]
    public async Task A_check_says_what_the_description_leaves_out()
    {
        var first = await Cards().ProbeAsync(CancellationToken.None);
        var second = await Ledger().ProbeAsync(CancellationToken.None);

        Assert.Equal(
            (6, 130, CrmUnsubscribeScope.Contact, false),
            (first.Campaigns, first.Members!.Value, first.UnsubscribeScope, first.TotalsKnown));
        Assert.Equal(
            (110, 225, CrmUnsubscribeScope.None, true, true),
            (second.Campaigns, second.Members!.Value, second.UnsubscribeScope, second.TotalsKnown, second.EventsIdempotent));
        Assert.Contains(first.Warnings, w => w.Contains("(count)", StringComparison.Ordinal));
        Assert.Contains(second.Warnings, w => w.Contains("no optOut", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Trouble_names_the_place_in_the_description()
    {
        var key = await Assert.ThrowsAsync<CrmException>(() => Cards(secret: "wrong").ProbeAsync(CancellationToken.None));
        var client = await Assert.ThrowsAsync<CrmException>(() => Ledger(secret: "wrong").ProbeAsync(CancellationToken.None));
        var items = await Assert.ThrowsAsync<CrmException>(() => Cards(FakeCards.Description.Replace(
            "\"/results\", \"paging\": { \"kind\": \"cursor\", \"path\": \"/paging/next/after\", \"limit\": 2",
            "\"/rows\", \"paging\": { \"limit\": 2", StringComparison.Ordinal)).ProbeAsync(CancellationToken.None));
        var path = await Assert.ThrowsAsync<CrmException>(() => Cards(FakeCards.Description.Replace(
            "\"path\": \"/properties\"", "\"path\": \"/propertys\"", StringComparison.Ordinal)).ProbeAsync(CancellationToken.None));
        cards.GoesInCircles = true;
        var circle = await Assert.ThrowsAsync<CrmException>(() => AllAsync(Cards(), "c1", []));
        ledger.NextElsewhere = "https://evil.example/contacts";
        var elsewhere = await Assert.ThrowsAsync<CrmException>(() => AllAsync(Ledger(), "M-1", []));

        Assert.Equal((CrmFault.SignIn, CrmFault.SignIn), (key.Fault, client.Fault));
        Assert.Contains("This key is not known”", key.Message, StringComparison.Ordinal);
        Assert.Contains("client identifier invalid", client.Message, StringComparison.Ordinal);
        Assert.Contains("Correct campaigns.items", items.Message, StringComparison.Ordinal);
        Assert.Contains("Check the path of “fields”", path.Message, StringComparison.Ordinal);
        Assert.Contains("Check members.paging", circle.Message, StringComparison.Ordinal);
        Assert.Contains("another server (evil.example)", elsewhere.Message, StringComparison.Ordinal);
    }

    private static async Task<List<CrmMember>> AllAsync(RestAdapter adapter, string campaign, IReadOnlyList<string> fields)
    {
        var all = new List<CrmMember>();
        await foreach (var page in adapter.MembersAsync(campaign, fields, CancellationToken.None)) all.AddRange(page);
        return all;
    }

    private static CrmActivity Fact(string id, CrmActivityKind kind, string contact) => new(id, contact, kind, At, "Autumn", "");

    private RestAdapter Cards(string description = FakeCards.Description, string secret = FakeCards.Key) =>
        Adapter(cards.Url, "", secret, description);

    private RestAdapter Ledger(string secret = FakeLedger.Secret) => Adapter(ledger.Url, FakeLedger.Client, secret, FakeLedger.Description);

    private RestAdapter Adapter(string url, string user, string secret, string description) =>
        new(http, new CrmSettings(url, user, secret, $$"""{"description":{{description}}}"""), new Standing());

    private sealed class Standing : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => At;
    }
}
