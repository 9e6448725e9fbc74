using EmailContactPortal.Crm.Vtiger;
using EmailContactPortal.Crm.Vtiger.Protocol;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Testing.Vtiger;

namespace EmailContactPortal.Crm.Tests.Vtiger;

public sealed class VtigerAdapterTests : IAsyncLifetime
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
    public async Task All_1501_members_come_once_each_even_when_the_session_is_lost_on_the_way()
    {
        server.LosesSessionAt = 9;
        var members = new List<CrmMember>();

        await foreach (var page in Adapter().MembersAsync("1x2", ["modifiedtime", "cf_that_is_gone"], CancellationToken.None))
            members.AddRange(page);

        Assert.Equal(1501, members.Count);
        Assert.Equal(1501, members.Select(m => m.ContactId).Distinct().Count());
        Assert.Equal(2, server.Logins);
        Assert.Equal(
            ("12x5", "contact0000@example.test", "Aino", "Virtanen-0000", true),
            (members[0].ContactId, members[0].Email, members[0].FirstName, members[0].LastName, members[0].EmailOptOut));
        Assert.Equal(1501, await Adapter().CountMembersAsync("1x2", CancellationToken.None));
    }

    [Fact]
    public async Task A_check_says_what_the_installation_offers()
    {
        server.Tables.Members["1x3"] = ["12x5", "12x6"];

        var probe = await Adapter().ProbeAsync(CancellationToken.None);

        Assert.Equal(
            ("vtiger 8.0.0", 2, 2, CrmEventSink.Comment, CrmUnsubscribeScope.Contact),
            (probe.Product, probe.Campaigns, probe.Members!.Value, probe.EventSink, probe.UnsubscribeScope));
        Assert.Contains((await Adapter().FieldsAsync(CancellationToken.None)), f => f is { Name: "mailingcity", Label: "Mailing City" });
        var campaigns = await Adapter().ActiveCampaignsAsync(CancellationToken.None);
        Assert.Equal(
            campaigns.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id).Select(c => c.Id), campaigns.Select(c => c.Id));
    }

    [Fact]
    public async Task A_wrong_key_is_told_apart_from_a_wrong_address()
    {
        var key = await Assert.ThrowsAsync<CrmException>(() => Adapter(secret: "wrong").ProbeAsync(CancellationToken.None));
        var address = await Assert.ThrowsAsync<CrmException>(() => new VtigerAdapter(
            http, new CrmSettings(server.Url + "/crm", FakeVtiger.User, FakeVtiger.Key, "")).ProbeAsync(CancellationToken.None));

        Assert.Equal((CrmFault.SignIn, CrmFault.Settings), (key.Fault, address.Fault));
        Assert.Contains("access key", key.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Another_process_with_the_same_user_makes_no_refusal(int rivals)
    {
        server.Rivals = rivals;

        Assert.Equal("vtiger 8.0.0", (await Adapter().ProbeAsync(CancellationToken.None)).Product);
    }

    [Theory]
    [InlineData("/index.php")]
    [InlineData("/index.php?module=Home&view=DashBoard")]
    [InlineData("/")]
    [InlineData("/webservice.php")]
    public async Task Address_is_understood_as_the_browser_shows_it(string path)
    {
        var adapter = new VtigerAdapter(http, new CrmSettings(server.Url + path, FakeVtiger.User, FakeVtiger.Key, ""));

        Assert.NotEmpty(await adapter.ActiveCampaignsAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(null, true)]
    public async Task Sharing_rules_are_a_warning_for_those_whom_they_limit(bool? isAdmin, bool isWarned)
    {
        server.IsAdmin = isAdmin;

        var probe = await Adapter().ProbeAsync(CancellationToken.None);

        Assert.Equal(isWarned, probe.Warnings.Any(w => w.Contains("sharing rules", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_of_the_5_series_is_recognised_and_explained()
    {
        server.Instead["relatedtypes"] = Recording.Of("24-err-unknown-operation");

        var refused = await Assert.ThrowsAsync<CrmException>(() => Adapter().ProbeAsync(CancellationToken.None));

        Assert.Equal(CrmFault.Unsupported, refused.Fault);
        Assert.Contains("5.x", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_not_see_campaigns_is_told_so()
    {
        server.Instead["listtypes"] = Recording.Of("40-listtypes-user-without-campaigns");

        var refused = await Assert.ThrowsAsync<CrmException>(() => Adapter().ProbeAsync(CancellationToken.None));

        Assert.Equal(CrmFault.Rights, refused.Fault);
    }

    public static TheoryData<string> LostAnswers => ["24-err-unknown-operation", "24-err-create-bad-owner"];

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_fact_that_was_saved_but_not_confirmed_is_there_once(string answer)
    {
        server.LostAnswers.Enqueue(Recording.Of(answer));
        var adapter = Adapter();

        var results = await adapter.WriteAsync([Fact("d1:sent", CrmActivityKind.Sent)], CancellationToken.None);

        Assert.Equal(CrmWriteOutcome.Written, Assert.Single(results).Outcome);
        Assert.EndsWith("[ecp:d1:sent]", Assert.Single(server.Tables.Of("ModComments"))["commentcontent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_opening_changes_its_record_instead_of_adding_one()
    {
        server.CustomModules.Add("EcpEvents");
        var adapter = Adapter("""{"sink":"module"}""");
        await adapter.WriteAsync([Fact("d1:opened", CrmActivityKind.Opened)], CancellationToken.None);

        await adapter.WriteAsync(
            [Fact("d1:opened", CrmActivityKind.Opened) with { Count = 3, FirstAt = At, At = At.AddHours(2) }], CancellationToken.None);

        Assert.Equal(
            ("d1:opened", "2026-11-21T12:00:00Z"),
            (Assert.Single(server.Tables.Of("EcpEvents"))["externalid"], server.Tables.Of("EcpEvents")[0]["eventtime"]));
    }

    [Fact]
    public async Task Unsubscribing_sets_the_opt_out_flag_and_subscribing_again_takes_it_back()
    {
        var adapter = Adapter("""{"sink":"none"}""");

        await adapter.WriteAsync([Fact("d1:out", CrmActivityKind.Unsubscribed)], CancellationToken.None);
        Assert.Equal("1", server.Tables.Find("12x5")!["emailoptout"]);
        await adapter.WriteAsync([Fact("d1:in", CrmActivityKind.Resubscribed)], CancellationToken.None);

        Assert.Equal("0", server.Tables.Find("12x5")!["emailoptout"]);
    }

    [Fact]
    public async Task A_contact_that_is_gone_is_refused_for_good_and_the_rest_goes_on()
    {
        server.Instead["revise"] = Recording.Of("40-err-revise-no-permission");

        var results = await Adapter().WriteAsync(
            [Fact("d1:out", CrmActivityKind.Unsubscribed), Fact("d2:sent", CrmActivityKind.Sent)], CancellationToken.None);

        Assert.Equal([CrmWriteOutcome.Refused, CrmWriteOutcome.Written], results.Select(r => r.Outcome));
    }

    public static TheoryData<string> Failures =>
        [.. Recording.All()
            .Where(r => r.Name.Contains("-err-", StringComparison.Ordinal)
                && !r.Body.Contains("\"success\": true", StringComparison.Ordinal)
                    && !r.Body.Contains("\"success\":true", StringComparison.Ordinal)).Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Every_recorded_error_becomes_a_sentence_for_people(string name)
    {
        var recording = Recording.Of(name);

        var fault = Assert.Throws<VtigerFault>(() => VtigerReply.Read(recording.Status, recording.Body));

        var said = fault.ToCrm("try it");
        Assert.True(Enum.IsDefined(said.Fault));
        Assert.EndsWith(".", said.Message, StringComparison.Ordinal);
        Assert.Equal(name.StartsWith("22-err", StringComparison.Ordinal), fault.IsSession);
    }

    private static CrmActivity Fact(string id, CrmActivityKind kind) => new(id, "12x5", kind, At, "Autumn", "");

    private VtigerAdapter Adapter(string options = "", string secret = FakeVtiger.Key) =>
        new(http, new CrmSettings(server.Url, FakeVtiger.User, secret, options));
}
