using System.Net;
using System.Net.Http.Headers;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Times;
using EmailContactPortal.Web.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Shell;

/// <summary>What refused forms, files and counts say and how they look.</summary>
public sealed class FormWordsTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Sign_in_without_an_address_asks_for_it()
    {
        using var visitor = portal.Visitor();
        using var refused = await visitor.PostFormAsync("/account/sign-in", new() { ["Email"] = "", ["Password"] = "" });
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("Write your e-mail address.", (await refused.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/settings/mail-servers/new")]
    [InlineData("/settings/users/new")]
    [InlineData("/settings/recipient-domains/new")]
    [InlineData("/settings/list-types/new")]
    [InlineData("/content/emails/new")]
    [InlineData("/campaigns/new")]
    [InlineData("/settings/site")]
    [InlineData("/account/profile")]
    public async Task Refused_form_keeps_its_look_and_says_each_thing_once(string path)
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var empty =
            (await admin.PageAsync(path)).QuerySelectorAll("main form[method=post] input[name]:not([type=hidden], [type=password])").Select(
                i => i.GetAttribute("name")!).Distinct().ToDictionary(
            n => n, _ => "");
        using var refused = await admin.PostFormAsync(path, empty);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        var page = await refused.DocumentAsync();
        var wrong = page.QuerySelectorAll(".is-invalid");
        Assert.NotEmpty(wrong);
        Assert.All(wrong, field => Assert.Matches("^(form-control|form-select|form-check-input)[a-z -]* is-invalid$", field.ClassName!));
        Assert.DoesNotContain("field is required", page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipients_of_a_campaign_with_an_umlaut_can_be_exported()
    {
        var id = await new CampaignWorld(portal).LaunchedAsync(CampaignStatus.Sent, (DeliveryStatus.Sent, ExclusionRule.None));
        await portal.InDatabaseAsync(db => db.Campaigns.Where(c => c.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Name, "Kevät – \"2026\" 🌷")));
        using var marketer = await portal.SignInAsync();
        using var file = await marketer.GetAsync($"/reports/campaigns/{id}/export");
        Assert.True(file.IsSuccessStatusCode, file.StatusCode.ToString());
        var disposition = ContentDispositionHeaderValue.Parse(file.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Contains("kevät", disposition.FileNameStar, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(1, "rows", "1 row")]
    [InlineData(0, "rows", "0 rows")]
    [InlineData(1, "addresses", "1 address")]
    [InlineData(1, "entries", "1 entry")]
    [InlineData(1, "people", "1 person")]
    [InlineData(1, "list types", "1 list type")]
    [InlineData(1, "differences", "1 difference")]
    [InlineData(1, "classes", "1 class")]
    [InlineData(1, "mailboxes", "1 mailbox")]
    [InlineData(1024, "addresses", "1,024 addresses")]
    public void Count_agrees_with_its_noun(long count, string noun, string words) => Assert.Equal(words, Counted.Of(count, noun));

    [Fact]
    public async Task Pages_count_one_thing_as_one()
    {
        var world = new CampaignWorld(portal);
        await world.MailServerAsync();
        var draft = await world.DraftAsync(await world.GroupAsync(2, unsubscribed: 1), await world.EmailAsync());
        var sent = await world.LaunchedAsync(
            CampaignStatus.Cancelled, (DeliveryStatus.Uncertain, ExclusionRule.None), (DeliveryStatus.Excluded, ExclusionRule.Cancelled));
        var group = (await world.FindAsync(draft)).TargetGroupId;
        var listType = await portal.InDatabaseAsync(db => db.TargetGroups.Where(g => g.Id == group).Select(g => g.ListTypeId)
            .SingleAsync());
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        string[] paths =
        [
            "/", "/campaigns", $"/campaigns/{draft}", $"/campaigns/{draft}/review", $"/campaigns/{draft}/people?rule=unsubscribed",
            $"/campaigns/{sent}", $"/reports/campaigns/{sent}", $"/reports/campaigns/{sent}/recipients", $"/target-groups/{group}",
            $"/settings/list-types/{listType}/unsubscribed",
            "/target-groups", "/content/emails", "/reports", "/settings/list-types", "/settings/users", "/settings/mail-servers",
            "/settings/suppressed", "/settings/jobs", "/settings/api-keys", "/settings/crm-connections",
        ];
        foreach (var path in paths)
        {
            var words = (await admin.PageAsync(path)).Words();
            Assert.DoesNotMatch(
                @"(?<![\d,.:])1 (rows|people|members|addresses|entries|messages|mails|campaigns|groups|facts|users|lines|fields|warnings|recipients|contacts|addresse|entrie)\b", words);
            Assert.DoesNotMatch(@"(?<![\d:])\d:\d\d\b", words);
        }
    }

    [Fact]
    public void Utc_is_in_the_list_of_zones_once()
    {
        var zones = TimeZones.All(PortalFactory.Start.UtcDateTime);
        Assert.Single(zones, z => z.Id == "Etc/UTC");
        Assert.Equal(zones.Count, zones.Select(z => z.Label).Distinct().Count());
    }

    [Fact]
    public async Task Page_that_was_signed_in_is_asked_for_again_on_Back()
    {
        using var marketer = await portal.SignInAsync();
        using var page = await marketer.GetAsync("/campaigns");
        Assert.True(page.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Open_page_learns_who_is_signed_in_and_gets_a_token_that_its_forms_can_use()
    {
        using var visitor = portal.Visitor();
        Assert.Contains("\"user\":0", await visitor.GetStringAsync("/account/session"), StringComparison.Ordinal);
        using var marketer = await portal.SignInAsync();
        var session = System.Text.Json.JsonDocument.Parse(await marketer.GetStringAsync("/account/session")).RootElement;
        Assert.Equal("Tilda Meadow", session.GetProperty("name").GetString());
        using var made = await marketer.PostAsync(
            "/campaigns/new",
            new FormUrlEncodedContent([new("Name", CampaignWorld.Unique("By token")),
                new("__RequestVerificationToken", session.GetProperty("token").GetString()!)]));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
    }
}
