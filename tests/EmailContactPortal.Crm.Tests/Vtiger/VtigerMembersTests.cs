using EmailContactPortal.Crm.Vtiger;
using EmailContactPortal.Testing.Vtiger;

namespace EmailContactPortal.Crm.Tests.Vtiger;

/// <summary>Who is a member: all kinds of people, only those that changed, and campaigns that are not what they seem.</summary>
public sealed class VtigerMembersTests : IAsyncLifetime
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private FakeVtiger server = null!;

    public async Task InitializeAsync() => server = await FakeVtiger.StartAsync();

    public async Task DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Contacts_and_leads_come_together_and_say_what_they_are()
    {
        server.Tables.Members["1x3"] = ["10x2018", "12x5", "12x6"];
        var adapter = Adapter("""{"memberTypes":"Contacts, Leads"}""");

        var members = await WalkAsync(adapter, "1x3");

        Assert.Equal(3, await adapter.CountMembersAsync("1x3", CancellationToken.None));
        Assert.Equal([("12x5", "Contacts"), ("12x6", "Contacts"), ("10x2018", "Leads")], members.Select(m => (m.ContactId, m.Type)));
        Assert.Equal(("lead1@example.test", "Liidi"), (members[2].Email, members[2].LastName));
        Assert.Equal(["Contacts", "Leads"], (await adapter.ProbeAsync(CancellationToken.None)).MemberTypes);
    }

    [Fact]
    public async Task Only_changed_members_are_read_until_somebody_joins_or_leaves()
    {
        var adapter = Adapter("");
        var cursor = (await adapter.CursorAsync("1x2", CancellationToken.None))!;
        server.Tables.Now = "2026-11-21 19:00:00";
        server.Tables.Change(new Dictionary<string, string> { ["id"] = "12x7", ["lastname"] = "Uusi" }, "19x1");

        var changes = await adapter.ChangesAsync("1x2", [], cursor, CancellationToken.None);
        Assert.True(changes.IsComplete);
        Assert.Contains(changes.Members, m => m is { ContactId: "12x7", LastName: "Uusi" });
        Assert.True(changes.Members.Count < 200);
        Assert.Single((await adapter.ChangesAsync("1x2", [], changes.Cursor!, CancellationToken.None)).Members);

        server.Tables.Members["1x2"].Remove("12x9");
        Assert.False((await adapter.ChangesAsync("1x2", [], changes.Cursor!, CancellationToken.None)).IsComplete);
    }

    [Fact]
    public async Task Somebody_exchanged_in_the_crm_is_noticed_although_our_own_totals_or_our_user_changed_the_campaign_last()
    {
        var adapter = Adapter("");
        var cursor = (await adapter.CursorAsync("1x2", CancellationToken.None))!;
        server.Tables.Now = "2026-11-21 19:00:00";
        server.Tables.Members["1x2"].Remove("12x9");
        server.Tables.Members["1x2"].Add("12x2018");
        server.Tables.Add(
            "Contacts",
            new() { ["id"] = "12x2018", ["lastname"] = "Uusi", ["email"] = "uusi@example.test", ["modifiedtime"] = "2026-11-01 10:00:00" });
        server.Tables.Change(new Dictionary<string, string> { ["id"] = "1x2" }, FakeVtiger.UserId);
        server.Tables.Now = "2026-11-21 19:01:00";

        await adapter.WriteTotalsAsync("1x2", new CrmTotals(1, 1, 1, 0, 0), CancellationToken.None);

        Assert.False((await adapter.ChangesAsync("1x2", [], cursor, CancellationToken.None)).IsComplete);
    }

    [Fact]
    public async Task A_campaign_that_was_set_inactive_is_not_active()
    {
        Assert.True(await Adapter("").IsActiveAsync("1x2", CancellationToken.None));
        server.Tables.Find("1x2")!["campaignstatus"] = "Completed";
        Assert.False(await Adapter("").IsActiveAsync("1x2", CancellationToken.None));
    }

    [Fact]
    public async Task A_deleted_campaign_is_told_instead_of_being_empty()
    {
        server.Tables.Remove("1x2");

        var refused = await Assert.ThrowsAsync<CrmException>(() => Adapter("").CountMembersAsync("1x2", CancellationToken.None));

        Assert.Equal(CrmFault.NotFound, refused.Fault);
    }

    [Fact]
    public async Task A_server_of_the_5_series_is_used_with_a_field_that_names_the_campaign()
    {
        server.Instead["relatedtypes"] = Recording.Of("24-err-unknown-operation");
        server.Instead["query_related"] = Recording.Of("24-err-unknown-operation");
        foreach (var id in (string[])["12x8", "12x10"])
            server.Tables.Change(new Dictionary<string, string> { ["id"] = id, ["department"] = "Kevätuutiskirje 2026" }, "19x1");
        var adapter = Adapter("""{"markerField":"department"}""");

        var probe = await adapter.ProbeAsync(CancellationToken.None);

        Assert.Equal(CrmMembership.Field, probe.Membership);
        Assert.Equal(["12x8", "12x10"], (await WalkAsync(adapter, "1x2")).Select(m => m.ContactId));
        Assert.Equal(2, await adapter.CountMembersAsync("1x2", CancellationToken.None));
    }

    [Theory]
    [InlineData("""{"memberTypes":["Vendors"]}""", "Vendors")]
    [InlineData("""{"sink":"pigeon"}""", "pigeon")]
    [InlineData("""{"module":"Ecp; DROP"}""", "letters")]
    [InlineData("""{"sink":"fields"}""", "at least one field")]
    [InlineData("""{"markerField":"cf_gone"}""", "cf_gone")]
    public async Task Options_that_cannot_be_are_told_by_name(string options, string word)
    {
        var refused = await Assert.ThrowsAsync<CrmException>(() => Adapter(options).ProbeAsync(CancellationToken.None));

        Assert.Equal(CrmFault.Settings, refused.Fault);
        Assert.Contains(word, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_active_status_is_whatever_the_picklist_calls_it()
    {
        server.Tables.Change(new Dictionary<string, string> { ["id"] = "1x3", ["campaignstatus"] = "Käynnissä" }, "19x1");

        var campaigns = await Adapter("""{"activeStatuses":"Käynnissä"}""").ActiveCampaignsAsync(CancellationToken.None);

        Assert.Equal("1x3", Assert.Single(campaigns).Id);
    }

    private static async Task<List<CrmMember>> WalkAsync(VtigerAdapter adapter, string campaign)
    {
        var members = new List<CrmMember>();
        await foreach (var page in adapter.MembersAsync(campaign, [], CancellationToken.None)) members.AddRange(page);
        return members;
    }

    private VtigerAdapter Adapter(string options) => new(http, new CrmSettings(server.Url, FakeVtiger.User, FakeVtiger.Key, options));
}
