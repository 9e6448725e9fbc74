using System.Net;
using System.Net.Http.Json;
using System.Text;
using EmailContactPortal.Audience.DemoCrm;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Api;

public sealed class StoryTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();
    private HttpClient api = null!;
    private int listType;

    public async Task InitializeAsync()
    {
        await portal.InitializeAsync();
        api = await portal.ApiAsync();
        listType = await portal.InDatabaseAsync(async db =>
        {
            var list = new ListType { Name = "Newsletter", CreatedAt = SentCampaign.SentAt, UpdatedAt = SentCampaign.SentAt };
            db.Add(list);
            await db.SaveChangesAsync();
            return list.Id;
        });
    }

    public Task DisposeAsync()
    {
        api.Dispose();
        return ((IAsyncLifetime)portal).DisposeAsync();
    }

    [Fact]
    public async Task A_csv_becomes_a_group_whose_bad_rows_are_named()
    {
        var id = await ImportAsync("Readers", "email;firstname\nann@example.com;Ann\nbroken;Bob\nANN@example.com;Anna\n");
        await RunImportAsync(id);
        var group = await api.JsonAsync($"/api/v1/target-groups/{id}");
        Assert.Equal(("Ready", 1), (group.Text("status"), group.Int("memberCount")));
        var import = group.GetProperty("import");
        Assert.Equal((3, 1, 1, 1), (import.Int("rows"), import.Int("imported"), import.Int("duplicates"), import.Int("rejected")));
        var bad = (await api.JsonAsync($"/api/v1/target-groups/{id}/import-errors"))[0];
        Assert.Equal((3, "broken"), (bad.Int("line"), bad.Text("value")));
    }

    [Fact]
    public async Task A_file_that_is_no_csv_is_refused_in_words()
    {
        using var picture = Form("Pictures", "\u0089PNG\r\n", listType);
        var refused = await (await api.PostAsync("/api/v1/target-groups/import-csv", picture)).JsonAsync(HttpStatusCode.BadRequest);
        Assert.True(refused.GetProperty("errors").TryGetProperty("file", out _));
        using var nothing = new MultipartFormDataContent { { new StringContent("x"), "name" } };
        await (await api.PostAsync("/api/v1/target-groups/import-csv", nothing)).JsonAsync(HttpStatusCode.BadRequest);
        await (await api.PostAsJsonAsync("/api/v1/target-groups/import-csv", new { })).JsonAsync(HttpStatusCode.UnsupportedMediaType);
        await (await api.GetAsync("/api/v1/target-groups/4711")).JsonAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_email_with_a_broken_merge_field_is_refused_with_its_line()
    {
        var refused = await api.PostAsync(
            "/api/v1/emails", Email("Broken", "<p>Hello</p>\n<p>{{#if firstname}}</p>"), HttpStatusCode.BadRequest);
        Assert.Equal(2, refused.Int("line"));
        Assert.True(refused.GetProperty("errors").TryGetProperty("html", out _));
        await api.PostAsync("/api/v1/emails", Email("Good", "<p>Hello {{firstname}}</p>"), HttpStatusCode.Created);
        await api.PostAsync("/api/v1/emails", Email("Good", "<p>Again</p>"), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_campaign_goes_through_its_states_and_says_no_when_it_must()
    {
        var group = await ImportAsync("Readers", "email,firstname\nann@example.com,Ann\n");
        await RunImportAsync(group);
        var email = (await api.PostAsync(
            "/api/v1/emails", Email("Letter", "<p>Hello {{firstname}} <a href=\"{{unsubscribe_url}}\">bye</a></p>"),
            HttpStatusCode.Created)).Int("id");
        var made = await api.PostAsync("/api/v1/campaigns", new { name = "Spring" }, HttpStatusCode.Created);
        Assert.Equal("Draft", made.Text("status"));
        var path = $"/api/v1/campaigns/{made.Int("id")}";
        await api.PostAsync("/api/v1/campaigns", new { name = "Spring" }, HttpStatusCode.Conflict);
        await api.PostAsync(path + "/pause", new { }, HttpStatusCode.Conflict);

        var patched = await PatchAsync(
            path, new
            {
                targetGroupId = group,
                emailId = email,
                useGoogleAnalytics = true,
                subject = "Hello",
                tags = new[] { "spring", "sale" },
            }, HttpStatusCode.OK);
        Assert.Equal(("Hello", 2), (patched.Text("subject"), patched.GetProperty("tags").GetArrayLength()));
        await PatchAsync(path, new { colour = "red" }, HttpStatusCode.BadRequest);
        await PatchAsync(path, new { targetGroupId = "five" }, HttpStatusCode.BadRequest);

        Assert.Equal("Scheduled", (await api.PostAsync(path + "/send", new { }, HttpStatusCode.OK)).Text("status"));
        await api.PostAsync(path + "/send", new { }, HttpStatusCode.Conflict);
        Assert.Equal("Cancelled", (await api.PostAsync(path + "/cancel", new { }, HttpStatusCode.OK)).Text("status"));
        await PatchAsync(path, new { subject = "Late" }, HttpStatusCode.Conflict);
        await api.PostAsync("/api/v1/campaigns/4711/send", new { }, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_came_back_is_told_with_counters_deliveries_and_each_persons_story()
    {
        var sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db, people: 5));
        var tokens = portal.Services.GetRequiredService<PublicToken>();
        using var visitor = portal.Visitor();
        await visitor.GetAsync("/o/" + tokens.Create(TokenScope.Open, sent.Deliveries[0]));
        await visitor.GetAsync("/c/" + tokens.Create(TokenScope.Click, sent.Deliveries[0], sent.Links[0]));
        await visitor.PostAsync(
            "/u/" + tokens.Create(TokenScope.Subscription, sent.Deliveries[0]),
            new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));

        var campaign = await api.JsonAsync($"/api/v1/campaigns/{sent.CampaignId}");
        Assert.Equal(5, campaign.GetProperty("totals").Int("sent"));
        var engagement = campaign.GetProperty("engagement");
        Assert.Equal(
            (1, 1, 1, 1, 1),
            (engagement.Int("opens"), engagement.Int("uniqueOpens"), engagement.Int("clicks"), engagement.Int("uniqueClicks"),
                engagement.Int("unsubscribes")));

        var first = await api.JsonAsync($"/api/v1/campaigns/{sent.CampaignId}/deliveries?status=sent&size=3");
        var second = await api.JsonAsync($"/api/v1/campaigns/{sent.CampaignId}/deliveries?status=Sent&size=3&after={first.Text("next")}");
        Assert.Equal(
            (3, 2, null), (first.GetProperty("items").GetArrayLength(), second.GetProperty("items").GetArrayLength(), second.Text("next")));
        await (await api.GetAsync($"/api/v1/campaigns/{sent.CampaignId}/deliveries?status=lost")).JsonAsync(HttpStatusCode.BadRequest);

        var story = await api.JsonAsync($"/api/v1/campaigns/{sent.CampaignId}/recipients/Person1@Example.com");
        Assert.Equal(
            ["sent", "opened", "clicked", "unsubscribed"], story.GetProperty("story").EnumerateArray().Select(e => e.Text("kind")!));
        await (await api.GetAsync($"/api/v1/campaigns/{sent.CampaignId}/recipients/nobody@example.com")).JsonAsync(HttpStatusCode.NotFound);

        var left = (await api.JsonAsync($"/api/v1/unsubscribes?listTypeId={sent.ListTypeId}"))[0];
        Assert.Equal(("person1@example.com", "OneClick"), (left.Text("email"), left.Text("source")));
        Assert.Equal(0, (await api.JsonAsync($"/api/v1/write-back?campaignId={sent.CampaignId}")).Int("pending"));
    }

    [Fact]
    public async Task List_types_are_made_once_by_name()
    {
        var made = await api.PostAsync("/api/v1/list-types", new { name = "Events", description = "Fairs" }, HttpStatusCode.Created);
        Assert.Equal("Events", made.Text("name"));
        await api.PostAsync("/api/v1/list-types", new { name = "Events" }, HttpStatusCode.Conflict);
        var refused = await api.PostAsync("/api/v1/list-types", new { }, HttpStatusCode.BadRequest);
        Assert.True(refused.GetProperty("errors").TryGetProperty("name", out _));
        Assert.Equal(["Events", "Newsletter"], (await api.JsonAsync("/api/v1/list-types")).EnumerateArray().Select(l => l.Text("name")!));
    }

    [Fact]
    public async Task A_crm_campaign_becomes_a_group_over_a_connection_whose_secret_stays_inside()
    {
        await portal.Services.GetRequiredService<DemoCrmSeeder>().SeedAsync(default);
        var id = (await api.PostAsync(
            "/api/v1/crm-connections",
            new { name = "Shop CRM", kind = "demo", url = "", userName = "u", secret = "very-secret", options = new { } },
            HttpStatusCode.Created)).Int("id");
        await api.PostAsync("/api/v1/crm-connections", new { name = "Shop CRM", kind = "demo" }, HttpStatusCode.Conflict);
        var wrong = await api.PostAsync(
            "/api/v1/crm-connections",
            new
            {
                name = "vt",
                kind = "vtiger",
                url = "https://crm.example",
                userName = "u",
                secret = "s",
                options = new { sink = "paper", memberTyp = "Leads" },
            }, HttpStatusCode.BadRequest);
        Assert.Equal(["options.memberTyp", "options.sink"], wrong.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
        var described = await api.PostAsync(
            "/api/v1/crm-connections",
            new
            {
                name = "described",
                kind = "rest",
                url = "https://crm.example",
                secret = "s",
                options = new { description = new { campaigns = new { path = "lists" } } },
            }, HttpStatusCode.BadRequest);
        Assert.Contains(
            "campaigns.path is “lists”",
            described.GetProperty("errors").GetProperty("options.description").GetRawText()
                .Replace("\\u201C", "“", StringComparison.Ordinal).Replace("\\u201D", "”", StringComparison.Ordinal),
                StringComparison.Ordinal);
        await api.PostAsync(
            "/api/v1/crm-connections",
            new
            {
                name = "oro",
                kind = "oro",
                url = "https://oro.example",
                userName = "id",
                secret = "s",
                options = new { source = "groups" },
            }, HttpStatusCode.Created);
        Assert.DoesNotContain("very-secret", (await api.JsonAsync("/api/v1/crm-connections")).GetRawText(), StringComparison.Ordinal);
        var check = await api.PostAsync($"/api/v1/crm-connections/{id}/check", new { }, HttpStatusCode.OK);
        Assert.True(check.GetProperty("ok").GetBoolean());
        Assert.True(check.Int("campaigns") > 0 && check.TryGetProperty("capabilities", out _) && check.TryGetProperty("warnings", out _));

        var campaigns = await api.JsonAsync($"/api/v1/crm-connections/{id}/campaigns");
        var field = (await api.JsonAsync($"/api/v1/crm-connections/{id}/fields"))[0].Text("name")!;
        await (await api.GetAsync("/api/v1/crm-connections/4711/campaigns")).JsonAsync(HttpStatusCode.NotFound);
        var wish = new
        {
            name = "From the CRM",
            listTypeId = listType,
            connectionId = id,
            campaignId = campaigns[0].Text("id"),
            fields = new[] { field },
        };
        var group = (await api.PostAsync("/api/v1/target-groups/import-crm", wish, HttpStatusCode.Accepted)).Int("id");
        await RunImportAsync(group);
        var made = await api.JsonAsync($"/api/v1/target-groups/{group}");
        var import = made.GetProperty("import");
        Assert.Equal(campaigns[0].Int("members"), made.Int("memberCount") + import.Int("duplicates") + import.Int("rejected"));
        await api.PostAsync($"/api/v1/target-groups/{group}/synchronize", new { }, HttpStatusCode.Accepted);
        await api.PostAsync("/api/v1/write-back/replay", new { }, HttpStatusCode.Accepted);
    }

    private static object Email(string name, string html) =>
        new { name, subject = "Hello {{firstname}}", senderName = "Meadow", senderAddress = "news@meadow.example", html, active = true };

    private static MultipartFormDataContent Form(string name, string csv, int listType) => new()
    {
        { new StringContent(name), "name" },
        { new StringContent(listType.ToString(System.Globalization.CultureInfo.InvariantCulture)), "listTypeId" },
        { new ByteArrayContent(Encoding.Latin1.GetBytes(csv)), "file", "people.csv" },
    };

    private async Task<int> ImportAsync(string name, string csv)
    {
        using var form = Form(name, csv, listType);
        return (await (await api.PostAsync("/api/v1/target-groups/import-csv", form)).JsonAsync(HttpStatusCode.Accepted)).Int("id");
    }

    private async Task RunImportAsync(int groupId)
    {
        var import = await portal.InDatabaseAsync(db => db.Imports.Where(i => i.TargetGroupId == groupId).Select(i => i.Id).SingleAsync());
        await portal.Services.GetRequiredService<Imports>().RunAsync(import, null, default);
    }

    private async Task<System.Text.Json.JsonElement> PatchAsync(string path, object body, HttpStatusCode expected) =>
        await (await api.PatchAsJsonAsync(path, body)).JsonAsync(expected);
}
