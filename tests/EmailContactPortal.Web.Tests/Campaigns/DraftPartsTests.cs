using System.Globalization;
using System.Text.Json;
using AngleSharp.Html.Dom;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Features.Campaigns;
using EmailContactPortal.Web.Features.Campaigns.Drafting;

namespace EmailContactPortal.Web.Tests.Campaigns;

/// <summary>What a draft answers when it is saved, and how something is found to choose among thousands.</summary>
public sealed class DraftPartsTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private readonly CampaignWorld world = new(portal);

    [Fact]
    public async Task A_save_answers_with_the_parts_that_changed_and_no_page_around_them()
    {
        using var marketer = await portal.SignInAsync();
        var group = await world.GroupAsync(4);
        var id = await world.DraftAsync(null, null);
        var page = await marketer.PageAsync(Path(id));

        var (answer, parts) = await SaveAsync(marketer, id, page, new() { ["TargetGroupId"] = Text(group) });

        Assert.Equal(["rail", "saved", "version", "who", "who-state"], parts.Keys.Except(["send"]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("<html", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("<option", answer, StringComparison.Ordinal);
        Assert.Contains("4 will receive it", parts["who"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_drawn_after_saves_is_what_the_loaded_page_draws()
    {
        using var marketer = await portal.SignInAsync();
        await world.MailServerAsync();
        var id = await world.DraftAsync(null, null);
        var page = await marketer.PageAsync(Path(id));
        var shown = page.QuerySelectorAll("[data-part]").ToDictionary(p => p.GetAttribute("data-part")!, p => p.GetAttribute("data-mark"));
        var changes = new Dictionary<string, string>
        {
            ["TargetGroupId"] = Text(await world.GroupAsync(3)),
            ["EmailId"] = Text(await world.EmailAsync()),
            ["IsScheduled"] = "true",
            ["Subject"] = "Ours",
        };
        foreach (var (name, value) in changes)
        {
            using var saved = await PostAsync(
                marketer, id, shown, new() { [name] = value, ["Version"] = Text((await world.FindAsync(id)).Version) });
            foreach (var part in (await saved.DocumentAsync()).QuerySelectorAll("[data-part]"))
                shown[part.GetAttribute("data-part")!] = part.GetAttribute("data-mark");
        }

        var loaded = await marketer.PageAsync(Path(id));
        // Their clocks may differ by the minute in between.
        foreach (var part in loaded.QuerySelectorAll("[data-part]").Where(p => p.GetAttribute("data-part") != "saved"))
            Assert.Equal(part.GetAttribute("data-mark"), shown[part.GetAttribute("data-part")!]);
    }

    [Fact]
    public async Task Choices_are_bounded_hold_the_chosen_one_and_are_found_by_words_in_any_case()
    {
        using var marketer = await portal.SignInAsync();
        var oldest = await portal.InDatabaseAsync(async db =>
        {
            var first = db.Emails.Add(new Email
            {
                Name = "Ääkköset 0",
                IsActive = true,
                UpdatedAt = PortalFactory.Start.UtcDateTime.AddDays(-1),
            }).Entity;
            for (var i = 1; i <= DraftChoices.Most; i++)
                db.Emails.Add(new Email { Name = $"Letter of spring {i}", IsActive = true, UpdatedAt = PortalFactory.Start.UtcDateTime });
            await db.SaveChangesAsync();
            return first.Id;
        });
        var id = await world.DraftAsync(null, oldest);

        var options = (await marketer.PageAsync(Path(id))).QuerySelectorAll("#EmailId option").OfType<IHtmlOptionElement>().ToList();
        Assert.Equal(DraftChoices.Most + 2, options.Count);
        Assert.Equal(Text(oldest), options.Single(o => o.IsSelected && o.Value.Length > 0).Value);
        Assert.Equal([oldest], await FoundAsync(marketer, "/campaigns/choices/emails?q=%C3%84%C3%84KK"));
        Assert.Equal(DraftChoices.Most, (await FoundAsync(marketer, "/campaigns/choices/emails?q=SPRING")).Count);
        Assert.Empty(await FoundAsync(marketer, "/campaigns/choices/groups?q=nobody-is-called-so"));
    }

    [Fact]
    public async Task Only_what_can_be_used_is_found()
    {
        using var marketer = await portal.SignInAsync();
        var name = CampaignWorld.Unique("Still coming in");
        var ready = await world.GroupAsync(1);
        await portal.InDatabaseAsync(async db =>
        {
            var listType = db.TargetGroups.Where(g => g.Id == ready).Select(g => g.ListTypeId).Single();
            db.TargetGroups.Add(new TargetGroup { Name = name, ListTypeId = listType, Status = TargetGroupStatus.Importing });
            return await db.SaveChangesAsync();
        });
        Assert.Empty(await FoundAsync(marketer, "/campaigns/choices/groups?q=" + Uri.EscapeDataString(name)));
    }

    private static async Task<List<int>> FoundAsync(HttpClient client, string path)
    {
        using var found = JsonDocument.Parse(await client.GetStringAsync(path));
        return [.. found.RootElement.EnumerateArray().Select(c => c.GetProperty("value").GetInt32())];
    }

    private static async Task<(string Answer, Dictionary<string, string> Parts)> SaveAsync(
        HttpClient client, int id, IHtmlDocument page, Dictionary<string, string> fields)
    {
        fields["Version"] = page.QuerySelector("[name=Version]")!.GetAttribute("value")!;
        using var saved = await PostAsync(
            client, id,
            page.QuerySelectorAll("[data-part]").ToDictionary(p => p.GetAttribute("data-part")!, p => p.GetAttribute("data-mark")), fields);
        var parts = (await saved.DocumentAsync()).QuerySelectorAll("body > [data-part]").ToDictionary(
            p => p.GetAttribute("data-part")!, p => p.TextContent);
        return (await saved.Content.ReadAsStringAsync(), parts);
    }

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient client, int id, Dictionary<string, string?> shown, Dictionary<string, string> fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path(id) + "/draft");
        request.Headers.Add("X-Parts", string.Join(' ', shown.Select(p => $"{p.Key}={p.Value}")));
        fields["__RequestVerificationToken"] = await client.FormTokenAsync(Path(id));
        request.Content = new FormUrlEncodedContent(fields);
        return await client.SendAsync(request);
    }

    private static string Path(int id) => "/campaigns/" + Text(id);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
