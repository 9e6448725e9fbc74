using System.Globalization;
using System.Net;
using EmailContactPortal.Domain.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Campaigns;

public sealed class DraftTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private readonly CampaignWorld world = new(portal);

    [Fact]
    public async Task New_campaign_needs_only_a_name()
    {
        using var marketer = await portal.SignInAsync();
        var name = CampaignWorld.Unique("Only a name");
        using var made = await marketer.PostFormAsync("/campaigns/new", new() { ["Name"] = name });
        var page = await marketer.PageAsync(made.Headers.Location!.ToString());
        Assert.Equal(name, page.QuerySelector("h1")!.TextContent);
        Assert.True(page.QuerySelector("[data-part=send] button")!.HasAttribute("disabled"));
        Assert.Contains("Choose a group", page.QuerySelector("#left")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_campaign_of_the_same_name_is_refused()
    {
        using var marketer = await portal.SignInAsync();
        var name = CampaignWorld.Unique("Twice");
        using var first = await marketer.PostFormAsync("/campaigns/new", new() { ["Name"] = name });
        using var second = await marketer.PostFormAsync("/campaigns/new", new() { ["Name"] = name });
        Assert.Contains("Another campaign has this name.", (await second.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_posted_field_is_saved_and_the_others_stay()
    {
        using var marketer = await portal.SignInAsync();
        var group = await world.GroupAsync(4, unsubscribed: 1);
        var id = await world.DraftAsync(null, null, c => c.Subject = "Kept");
        using var saved = await SaveAsync(marketer, id, new() { ["TargetGroupId"] = Text(group), ["Version"] = "1" });
        var page = await saved.DocumentAsync();
        Assert.Contains("3 will receive it", page.QuerySelector("[data-part=who]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("2", page.QuerySelector("[name=Version]")!.GetAttribute("value"));
        var campaign = await world.FindAsync(id);
        Assert.Equal((group, "Kept", 2), (campaign.TargetGroupId, campaign.Subject, campaign.Version));
    }

    [Fact]
    public async Task Change_of_an_older_version_is_refused_with_words()
    {
        using var marketer = await portal.SignInAsync();
        var id = await world.DraftAsync(null, null, c => c.Version = 5);
        using var refused = await SaveAsync(marketer, id, new() { ["Subject"] = "Mine", ["Version"] = "4" });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Somebody else changed this campaign", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null((await world.FindAsync(id)).Subject);
    }

    [Fact]
    public async Task Time_that_does_not_exist_is_explained()
    {
        using var marketer = await portal.SignInAsync();
        var id = await world.DraftAsync(null, null, c => c.IsScheduled = true);
        using var saved = await SaveAsync(marketer, id, new() { ["ScheduledLocal"] = "2027-03-28T03:30", ["Version"] = "1" });
        Assert.Contains(
            "3:30 does not exist on 28 March 2027", (await saved.DocumentAsync()).QuerySelector("[data-part=when-hint]")!.TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_that_comes_twice_asks_which_one()
    {
        using var marketer = await portal.SignInAsync();
        var id = await world.DraftAsync(null, null, c => c.IsScheduled = true);
        using var saved = await SaveAsync(marketer, id, new() { ["ScheduledLocal"] = "2027-10-31T03:30", ["Version"] = "1" });
        Assert.Equal(2, (await saved.DocumentAsync()).QuerySelectorAll("input[type=radio][name=ScheduledLocal]").Length);
    }

    [Fact]
    public async Task Complete_draft_leads_to_the_review_and_says_schedule_when_scheduled()
    {
        await world.MailServerAsync();
        using var marketer = await portal.SignInAsync();
        var id = await world.DraftAsync(
            await world.GroupAsync(2), await world.EmailAsync(),
            c => (c.IsScheduled, c.ScheduledLocal, c.ScheduledZone) = (true, "2040-11-20T08:30", "Europe/Helsinki"));
        var page = await marketer.PageAsync(Path(id));
        Assert.Equal("Schedule now", page.QuerySelector("[data-part=send] a")!.TextContent.Trim());
        Assert.Contains("6:30 UTC", page.QuerySelector("[data-part=when-hint]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_a_draft_leaves_group_and_email()
    {
        using var marketer = await portal.SignInAsync();
        var email = await world.EmailAsync();
        var id = await world.DraftAsync(null, email);
        using var deleted = await marketer.PostFormAsync(Path(id) + "/delete", [], tokenFrom: Path(id));
        Assert.Equal("/campaigns", deleted.Headers.Location?.ToString());
        Assert.True(await portal.InDatabaseAsync(db => db.Emails.AnyAsync(e => e.Id == email)));
        Assert.False(await portal.InDatabaseAsync(db => db.Campaigns.AnyAsync(c => c.Id == id)));
    }

    [Fact]
    public async Task List_filters_by_state_and_finds_by_name()
    {
        using var marketer = await portal.SignInAsync();
        var id = await world.DraftAsync(null, null);
        var name = (await world.FindAsync(id)).Name;
        var query = Uri.EscapeDataString(name);
        Assert.Contains(
            name, (await marketer.PageAsync($"/campaigns?q={query}&status={CampaignStatus.Draft}")).Words(), StringComparison.Ordinal);
        Assert.Contains(
            "Nothing matches", (await marketer.PageAsync($"/campaigns?q={query}&status={CampaignStatus.Sent}")).Words(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_values_are_named_each_with_its_field()
    {
        using var marketer = await portal.SignInAsync();
        var id = await world.DraftAsync(null, null);
        using var refused = await SaveAsync(
            marketer, id, new() { ["SenderAddress"] = "nobody", ["ReplyTo"] = "no one", ["Version"] = "1" });
        var problems = System.Text.Json.JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("problems");
        Assert.Equal(["SenderAddress", "ReplyTo"], problems.EnumerateArray().Select(p => p.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Error_in_the_campaigns_own_subject_leads_to_the_campaigns_subject()
    {
        using var marketer = await portal.SignInAsync();
        var id = await world.DraftAsync(await world.GroupAsync(1), await world.EmailAsync(), c => c.Subject = "Hello {{firstnam}}");
        var check = (await marketer.PageAsync(Path(id))).QuerySelector("[data-part=check]")!;
        Assert.NotNull(check.QuerySelector($"a[href='{Path(id)}#Subject']"));
        Assert.Null(check.QuerySelector("a[href^='/content/emails']"));
    }

    [Fact]
    public async Task Past_time_that_came_twice_is_past_and_nobody_asks_which()
    {
        using var marketer = await portal.SignInAsync();
        var id = await world.DraftAsync(null, null, c => c.IsScheduled = true);
        using var saved = await SaveAsync(marketer, id, new() { ["ScheduledLocal"] = "2025-10-26T03:30", ["Version"] = "1" });
        var page = await saved.DocumentAsync();
        Assert.Contains("This time has passed", page.QuerySelector("[data-part=when-hint]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("input[type=radio][name=ScheduledLocal]"));
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public async Task Review_shows_a_sample_whatever_number_is_asked_for(int number)
    {
        await world.MailServerAsync();
        using var marketer = await portal.SignInAsync();
        var id = await world.DraftAsync(await world.GroupAsync(3), await world.EmailAsync());
        Assert.Contains(
            "@postbox.example",
            (await marketer.PageAsync(string.Create(CultureInfo.InvariantCulture, $"{Path(id)}/review?sample={number}"))).Words(),
            StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> SaveAsync(HttpClient client, int id, Dictionary<string, string> fields) =>
        client.PostFormAsync(Path(id) + "/draft", fields, tokenFrom: Path(id));

    private static string Path(int id) => "/campaigns/" + Text(id);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
