using System.Net;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Sending.Launching;
using EmailContactPortal.Testing;
using EmailContactPortal.Web.Tests.Api;
using EmailContactPortal.Web.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Content;

public sealed class ContentBoundsTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static readonly string NestedBlocks = Repeat("{{#if firstname}}", 20_000) + Repeat("{{/if}}", 20_000);

    public static TheoryData<string> Poisons => ["blocks", "elements", "rules", "length"];

    [Theory]
    [MemberData(nameof(Poisons))]
    public async Task Content_beyond_the_bounds_is_refused_by_the_API_with_its_line(string poison)
    {
        using var api = await portal.ApiAsync();
        var refused = await api.PostAsync("/api/v1/emails", Body("\n" + Of(poison)), HttpStatusCode.BadRequest);

        if (poison != "length") Assert.Equal(2, refused.Int("line"));
        Assert.True(refused.GetProperty("errors").TryGetProperty("html", out _));
    }

    [Fact]
    public async Task Blocks_beyond_the_bound_are_refused_wherever_fields_may_stand()
    {
        using var api = await portal.ApiAsync();
        foreach (var field in new[] { "subject", "senderName", "text" })
        {
            var body = Body("<p>x</p>");
            body[field] = field == "text" ? NestedBlocks : Repeat("{{#if firstname}}", 20_000);
            var refused = await api.PostAsync("/api/v1/emails", body, HttpStatusCode.BadRequest);
            Assert.NotEqual("", refused.Text("detail"));
        }
    }

    [Theory]
    [MemberData(nameof(Poisons))]
    public async Task Pages_of_a_poisoned_row_answer_in_words(string poison)
    {
        var id = await PoisonedAsync(poison);
        using var marketer = await portal.SignInAsync();
        var path = $"/content/emails/{id}";
        Assert.NotNull((await marketer.PageAsync(path)).QuerySelector("#Html"));
        var form = new Dictionary<string, string>
        {
            ["Name"] = "Poisoned",
            ["Subject"] = "x",
            ["SenderAddress"] = "news@meadow.example",
            ["Html"] = Of(poison),
            ["Version"] = "1",
        };

        using var check = await marketer.PostFormAsync("/content/writing/check", form, tokenFrom: path);
        using var preview = await marketer.PostFormAsync("/content/writing/preview", form, tokenFrom: path);
        using var test = await marketer.PostFormAsync(
            "/content/writing/test", new(form) { ["to"] = "me@postbox.example" }, tokenFrom: path);
        using var save = await marketer.PostFormAsync(path, form);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.OK),
            (check.StatusCode, preview.StatusCode, test.StatusCode, save.StatusCode));
        foreach (var answer in new[] { check, preview, test, save })
            Assert.Matches(
                "as deep as|one in the other|style rules|longer than|too long",
                WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [MemberData(nameof(Poisons))]
    public async Task A_draft_over_a_poisoned_row_cannot_be_sent_and_says_why(string poison)
    {
        var world = new CampaignWorld(portal);
        await world.MailServerAsync();
        var draft = await world.DraftAsync(await world.GroupAsync(2), await PoisonedAsync(poison));
        using var marketer = await portal.SignInAsync();

        Assert.Matches(
            "as deep as|one in the other|style rules|longer than|too long", (await marketer.PageAsync($"/campaigns/{draft}")).Words());
        Assert.NotNull(await marketer.PageAsync($"/campaigns/{draft}/review"));
    }

    [Fact]
    public async Task The_online_view_of_a_poisoned_row_is_a_page_in_words()
    {
        var sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db, name: CampaignWorld.Unique("Sent")));
        await portal.InDatabaseAsync(db => db.CampaignContents.Where(c => c.CampaignId == sent.CampaignId)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Html, NestedBlocks)));
        using var visitor = portal.Visitor();
        using var view = await visitor.GetAsync("/v/"
            + portal.Services.GetRequiredService<PublicToken>().Create(TokenScope.View, sent.Deliveries[0]));
        Assert.Equal(HttpStatusCode.NotFound, view.StatusCode);
        Assert.NotEqual("", (await view.DocumentAsync()).Words());
    }

    [Fact]
    public async Task A_poisoned_scheduled_campaign_fails_and_takes_nothing_along()
    {
        var world = new CampaignWorld(portal);
        await world.MailServerAsync();
        var group = await world.GroupAsync(2);
        var campaign = await world.DraftAsync(
            group, await world.EmailAsync(),
            c => (c.Status, c.IsScheduled, c.ScheduledAt) = (CampaignStatus.Scheduled, true, PortalFactory.Start.UtcDateTime));
        await portal.InDatabaseAsync(async db =>
        {
            db.CampaignContents.Add(new CampaignContent
            {
                CampaignId = campaign,
                Subject = "x",
                SenderName = "",
                SenderAddress = "news@meadow.example",
                Html = NestedBlocks,
                Text = "",
            });
            return await db.SaveChangesAsync();
        });

        await portal.InScopeAsync<CampaignLauncher, bool>(async l => (await l.LaunchAsync(campaign, default)).Succeeded);

        var failed = await world.FindAsync(campaign);
        Assert.Equal(CampaignStatus.Failed, failed.Status);
        Assert.Contains("as deep as", failed.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_page_beyond_the_bounds_leaves_the_way_out_open()
    {
        var sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db, name: CampaignWorld.Unique("Sent")));
        await portal.InDatabaseAsync(db => db.ListTypes.ExecuteUpdateAsync(s => s.SetProperty(l => l.PageHtml, Repeat("<div>", 100_000))));
        using var visitor = portal.Visitor();
        var page = await visitor.PageAsync("/u/"
            + portal.Services.GetRequiredService<PublicToken>().Create(TokenScope.Subscription, sent.Deliveries[0]));
        Assert.NotNull(page.QuerySelector("form[method=post]"));
    }

    [Fact]
    public async Task JSON_beyond_the_depth_that_is_read_is_refused_in_words()
    {
        using var api = await portal.ApiAsync();
        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Post, "/api/v1/emails", Repeat("{\"html\":", 100_000)),
            (HttpMethod.Patch, "/api/v1/campaigns/1", Repeat("[", 1_000_000)),
            (HttpMethod.Post, "/api/v1/crm-connections",
                "{\"name\":\"x\",\"kind\":\"rest\",\"url\":\"https://x.example\",\"options\":" + Repeat("{\"description\":", 1000) + "1"
                    + Repeat("}", 1001)),
        })
        {
            using var request = new HttpRequestMessage(
                method, path)
            { Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
            await (await api.SendAsync(request)).JsonAsync(HttpStatusCode.BadRequest);
        }
    }

    private async Task<int> PoisonedAsync(string poison) => await portal.InDatabaseAsync(async db =>
    {
        var email = db.Emails.Add(new Email
        {
            Name = CampaignWorld.Unique("Poisoned"),
            Subject = "x",
            SenderAddress = "news@meadow.example",
            Html = Of(poison),
            IsActive = true,
        }).Entity;
        await db.SaveChangesAsync();
        return email.Id;
    });

    private static string Of(string poison) => poison switch
    {
        "blocks" => NestedBlocks,
        "elements" => Repeat("<div>", 100_000),
        "rules" => "<style>" + Repeat("p,p,p,p{color:red}", 20_000) + "</style>" + Repeat("<p>", 10_000),
        _ => new string('x', Email.MaxBody + 1),
    };

    private static Dictionary<string, object> Body(string html) => new()
    {
        ["name"] = CampaignWorld.Unique("Bounds"),
        ["subject"] = "x",
        ["senderAddress"] = "news@meadow.example",
        ["html"] = html,
        ["active"] = false,
    };

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
