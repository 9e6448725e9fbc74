using System.Text.RegularExpressions;
using EmailContactPortal.EndToEnd.Tests.Api;
using Microsoft.Playwright;

namespace EmailContactPortal.EndToEnd.Tests.Journey;

/// <summary>
/// What a Finnish recipient sees: leaving a list, coming back, links that lead nowhere and errors, in Finnish, wide and narrow.
/// </summary>
public sealed partial class RecipientsPagesTests : IAsyncLifetime
{
    private PortalProcess portal = null!;
    private Browsing browsing = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalProcess.StartAsync();
        browsing = await Browsing.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await browsing.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task A_Finnish_recipient_leaves_comes_back_and_gets_lost_in_Finnish()
    {
        var link = await LinkOfMailAsync();
        // The browser is English: the person's own field decides.
        var page = await browsing.OpenAsync(portal.Address);
        await page.GotoAsync(link);
        await FinnishAsync(page, "Puutarhakirje", "recipient-fi-subscribed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Peru tilaus: Puutarhakirje" }).ClickAsync();
        await FinnishAsync(page, "Tilaus on peruttu", "recipient-fi-unsubscribed");
        Assert.Matches(FinnishDate(), await page.Locator("main").InnerTextAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Kumoa ja tilaa uudelleen" }).ClickAsync();
        await FinnishAsync(page, "Tilaus on jälleen voimassa", "recipient-fi-back");

        // Nobody knows whose link this was: the browser decides.
        page = await browsing.OpenAsync(portal.Address, "fi-FI");
        await page.GotoAsync(link[..^3]);
        await FinnishAsync(page, "Sivua ei löydy", "recipient-fi-gone");
        await page.GotoAsync("/c/nowhere");
        await FinnishAsync(page, "Tämä linkki ei johda mihinkään", "recipient-fi-click");
        await page.GotoAsync("/error/500");
        await FinnishAsync(page, "Toiminto ei onnistunut", "recipient-fi-error");
        Assert.All(
            browsing.ConsoleErrors,
            error => Assert.Contains("404", error.Replace("500", "404", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    private async Task<string> LinkOfMailAsync()
    {
        using var api = new ApiClient(portal);
        var list = (await api.PostAsync(
            "list-types", new { name = "Puutarhakirje", description = "Kirje puutarhasta kerran kuussa." })).GetProperty("id").GetInt32();
        const string html = "<p>Hei {{firstname}}</p><p><a href=\"{{unsubscribe_url}}\">Peru tilaus</a></p>";
        var email = (await api.PostAsync(
            "emails",
            new
            {
                name = "Kevät",
                subject = "Kevät",
                senderName = "Puutarha",
                senderAddress = "news@meadow.example",
                html,
                active = true,
            })).GetProperty("id").GetInt32();
        var group = await api.ImportCsvAsync("email;firstname;kieli\naino.esimerkki@people.example;Aino;fi-FI\n", "Lukijat", list);
        await api.ImportedAsync(group);
        var campaign = await api.SendAsync("Kevät", group, email);
        await api.CampaignIsAsync(campaign, "Sent");
        var mails = Directory.EnumerateFiles(Path.Combine(portal.Directory, "mail-catcher"), "*", SearchOption.AllDirectories)
            .Select(File.ReadAllText);
        return mails.Select(m => Subscription().Match(m)).First(m => m.Success).Value;
    }

    private static async Task FinnishAsync(IPage page, string head, string picture)
    {
        await page.GetByRole(AriaRole.Heading, new() { Name = head, Level = 1 }).WaitForAsync();
        Assert.Equal("fi", await page.Locator("html").GetAttributeAsync("lang"));
        await Browsing.LookAsync(page, picture);
    }

    [GeneratedRegex(@"(?<=<)http://127\.0\.0\.1:\d+/u/[\w-]+(?=>)")]
    private static partial Regex Subscription();

    [GeneratedRegex(@"\d{1,2}\.\s\w+kuuta 20\d\d klo\s\d{1,2}\.\d\d \(UTC-aikaa\)")]
    private static partial Regex FinnishDate();
}
