using EmailContactPortal.Crm.Vtiger;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Testing.Vtiger;

namespace EmailContactPortal.Crm.Tests.Vtiger;

/// <summary>What goes back to a vtiger in each of its ways, and what is read back of it.</summary>
public sealed class VtigerReturnsTests : IAsyncLifetime
{
    private static readonly DateTime At = new(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private FakeVtiger server = null!;

    public async Task InitializeAsync() => server = await FakeVtiger.StartAsync();

    public async Task DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_best_way_that_the_installation_offers_is_taken_by_itself()
    {
        Assert.Equal((CrmEventSink.Comment, false), await SinkAsync(""));
        Assert.Equal((CrmEventSink.ContactFields, false), await SinkAsync("""{"statusField":"description"}"""));
        server.CustomModules.Add("EcpEvents");
        Assert.Equal((CrmEventSink.Activity, true), await SinkAsync(""));
        Assert.Equal((CrmEventSink.EmailRecord, false), await SinkAsync("""{"sink":"email"}"""));

        async Task<(CrmEventSink, bool)> SinkAsync(string options)
        {
            var probe = await Adapter(options).ProbeAsync(CancellationToken.None);
            return (probe.EventSink, probe.EventsIdempotent);
        }
    }

    public static TheoryData<string> Journals => ["module", "comment", "email"];

    [Theory]
    [MemberData(nameof(Journals))]
    public async Task What_was_written_is_read_back_and_differences_are_seen(string sink)
    {
        server.CustomModules.Add("EcpEvents");
        var adapter = Adapter($$"""{"sink":"{{sink}}"}""");
        CrmActivity[] facts = [Fact("k1-1:sent", CrmActivityKind.Sent), Fact("k1-1:opened", CrmActivityKind.Opened),
            Fact("k1-2:sent", CrmActivityKind.Sent, "12x6"), Fact("k1-2:clicked:4", CrmActivityKind.Clicked, "12x6")];
        await adapter.WriteAsync(facts[..3], CancellationToken.None);
        await adapter.WriteAsync(facts[..3], CancellationToken.None);

        var held = await Adapter($$"""{"sink":"{{sink}}"}""").ReadBackAsync(
            [facts[0], facts[1] with { At = At.AddHours(1) }, .. facts[2..]], CancellationToken.None);

        Assert.Equal([CrmHeld.Same, CrmHeld.Different, CrmHeld.Same, CrmHeld.Missing], held.Select(h => h.Held));
        Assert.Contains("10:00", held[1].There, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_is_there_twice_is_told()
    {
        var adapter = Adapter("""{"sink":"comment"}""");
        await adapter.WriteAsync([Fact("k1-1:sent", CrmActivityKind.Sent)], CancellationToken.None);
        var copy = server.Tables.Of("ModComments")[0];
        copy.Remove("id");
        server.Tables.Add("ModComments", copy);

        var held = await adapter.ReadBackAsync([Fact("k1-1:sent", CrmActivityKind.Sent)], CancellationToken.None);

        Assert.Equal((CrmHeld.Repeated, "2 records"), (held[0].Held, held[0].There));
    }

    [Fact]
    public async Task An_email_record_is_one_that_the_crm_shows_on_the_contact()
    {
        await Adapter("""{"sink":"email"}""").WriteAsync(
            [Fact("k1-1:sent", CrmActivityKind.Sent) with { Email = "a@example.test", Sender = "news@example.test", Detail = "Hello" }],
            CancellationToken.None);

        var record = Assert.Single(server.Tables.Of("Emails"));
        Assert.Equal(
            ("Emails", "SENT", "12x5", "Contacts", "a@example.test", "Hello"),
            (record["activitytype"], record["email_flag"], record["parent_id"], record["parent_type"], record["saved_toid"],
                record["subject"]));
    }

    [Fact]
    public async Task Contact_fields_keep_the_last_state_and_are_not_compared()
    {
        const string Options = """{"sink":"fields","statusField":"department","openedField":"assistant"}""";
        await Adapter(Options).WriteAsync([Fact("k1-1:opened", CrmActivityKind.Opened)], CancellationToken.None);

        var contact = server.Tables.Find("12x5")!;
        Assert.Equal("2026-11-21 10:00:00", contact["assistant"]);
        Assert.StartsWith("Email \"Autumn\" read", contact["department"], StringComparison.Ordinal);
        Assert.Equal(
            CrmHeld.NotKept,
            (await Adapter(Options).ReadBackAsync([Fact("k1-1:opened", CrmActivityKind.Opened)], CancellationToken.None))[0].Held);
    }

    [Fact]
    public async Task A_comment_on_a_contact_that_is_gone_is_refused_instead_of_tried_for_ever()
    {
        server.Tables.Remove("12x5");

        var result = Assert.Single(await Adapter("").WriteAsync([Fact("k1-1:sent", CrmActivityKind.Sent)], CancellationToken.None));

        Assert.Equal(CrmWriteOutcome.Refused, result.Outcome);
        Assert.Contains("12x5 is not in the CRM any more", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_that_is_gone_is_told_as_gone_and_not_as_a_missing_right()
    {
        server.Tables.Remove("12x5");

        var result = Assert.Single(await Adapter("").WriteAsync(
            [Fact("k1-1:unsubscribed:1", CrmActivityKind.Unsubscribed)], CancellationToken.None));

        Assert.Equal(CrmWriteOutcome.Refused, result.Outcome);
        Assert.Contains("12x5 is not in the CRM any more", result.Reason, StringComparison.Ordinal);
    }

    public static TheoryData<string, Mischief> Lies => new()
    {
        { "none", Mischief.KeepOld }, { "module", Mischief.KeepOld }, { "comment", Mischief.KeepOld }, { "email", Mischief.KeepOld },
        { "none", Mischief.DatabaseError }, { "module", Mischief.DatabaseError }, { "comment", Mischief.DatabaseError },
        { "email", Mischief.DatabaseError },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Success_that_kept_nothing_is_tried_later_and_never_counts_as_written(string sink, Mischief mischief)
    {
        server.CustomModules.Add("EcpEvents");
        server.Tables.Find("12x5")!["emailoptout"] = "0";
        var adapter = Adapter($$"""{"sink":"{{sink}}"}""");
        CrmActivity[] facts = [Fact("k1-1:unsubscribed:1", CrmActivityKind.Unsubscribed), Fact("k1-2:sent", CrmActivityKind.Sent, "12x6")];
        server.Mood = operation => operation is "create" or "revise" ? mischief : Mischief.None;

        var lied = await adapter.WriteAsync(facts, CancellationToken.None);
        Assert.Equal(CrmWriteOutcome.Later, lied[0].Outcome);
        Assert.Equal(sink == "none" ? CrmWriteOutcome.Written : CrmWriteOutcome.Later, lied[1].Outcome);
        Assert.Equal("0", server.Tables.Find("12x5")!["emailoptout"]);

        server.Mood = _ => Mischief.None;
        Assert.All(await adapter.WriteAsync(facts, CancellationToken.None), r => Assert.Equal(CrmWriteOutcome.Written, r.Outcome));
        Assert.Equal("1", server.Tables.Find("12x5")!["emailoptout"]);
        Assert.Equal(
            sink == "none" ? 0 : 2,
            server.Tables.Of("EcpEvents").Count + server.Tables.Of("ModComments").Count + server.Tables.Of("Emails").Count);
    }

    [Fact]
    public async Task Totals_and_fields_that_the_crm_did_not_keep_are_not_written()
    {
        var adapter = Adapter("");
        server.Mood = operation => operation == "revise" ? Mischief.KeepOld : Mischief.None;

        var refused = await Assert.ThrowsAsync<CrmException>(() => adapter.WriteTotalsAsync(
            "1x2", new CrmTotals(1500, 700, 512, 3, 2), CancellationToken.None));
        var update = Assert.Single(await adapter.UpdateFieldsAsync(
            [new("a", "12x5", new Dictionary<string, string> { ["mailingcity"] = "Rovaniemi" })], CancellationToken.None));

        Assert.True(refused.MayPass);
        Assert.Equal(CrmWriteOutcome.Later, update.Outcome);
    }

    [Fact]
    public async Task Years_of_comments_and_mails_are_not_searched_for_a_fact_of_today()
    {
        for (var i = 0; i < 250; i++)
            server.Tables.Add(
                "ModComments",
                new() { ["related_to"] = "12x5", ["commentcontent"] = $"Old [ecp:old-{i}]", ["createdtime"] = "2024-01-01 10:00:00" });
        await Adapter("").WriteAsync(
            [Fact("k1-1:opened", CrmActivityKind.Opened) with { Since = At.AddDays(-3), At = At.AddDays(20) }], CancellationToken.None);
        Assert.Equal(1, server.Calls["query"]);

        await Adapter("").WriteAsync(
            [Fact("k1-1:opened", CrmActivityKind.Opened) with { Since = At.AddDays(-3), At = At.AddDays(30) }], CancellationToken.None);
        Assert.Equal(251, server.Tables.Of("ModComments").Count);
        Assert.All(
            server.Queries.Where(q => q.Contains("ModComments", StringComparison.Ordinal)),
            q => Assert.Contains("createdtime >= '2026-11-17", q, StringComparison.Ordinal));

        await Adapter("""{"sink":"email"}""").WriteAsync([Fact("k1-9:sent", CrmActivityKind.Sent)], CancellationToken.None);
        Assert.Contains(
            server.Queries,
            q => q.Contains("FROM Emails WHERE date_start IN ('2026-11-20','2026-11-21','2026-11-22')", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Totals_and_fields_are_written_by_revise()
    {
        var adapter = Adapter("");
        await adapter.WriteTotalsAsync("1x2", new CrmTotals(1500, 700, 512, 3, 2), CancellationToken.None);
        var results = await adapter.UpdateFieldsAsync(
            [new("a", "12x5", new Dictionary<string, string> { ["mailingcity"] = "Oulu" }),
                new("b", "12x999999", new Dictionary<string, string> { ["mailingcity"] = "Oulu" })], CancellationToken.None);

        Assert.Equal(("1500", "512"), (server.Tables.Find("1x2")!["numsent"], server.Tables.Find("1x2")!["actualresponsecount"]));
        Assert.Equal("Oulu", server.Tables.Find("12x5")!["mailingcity"]);
        Assert.Equal([CrmWriteOutcome.Written, CrmWriteOutcome.Refused], results.Select(r => r.Outcome));
    }

    [Fact]
    public async Task Many_facts_cost_about_one_call_each()
    {
        server.CustomModules.Add("EcpEvents");
        var facts = Enumerable.Range(0, 20).Select(i => Fact($"k1-{i}:sent", CrmActivityKind.Sent, $"12x{5 + i}")).ToList();

        await Adapter("").WriteAsync(facts, CancellationToken.None);

        Assert.Equal((20, 1), (server.Calls["create"], server.Calls["query"]));
    }

    private static CrmActivity Fact(string id, CrmActivityKind kind, string contact = "12x5") => new(id, contact, kind, At, "Autumn", "");

    private VtigerAdapter Adapter(string options) => new(http, new CrmSettings(server.Url, FakeVtiger.User, FakeVtiger.Key, options));
}
