using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace EmailContactPortal.EndToEnd.Tests.Journey;

/// <summary>The whole story in a real browser, without touching the API: what a marketer does on the first day.</summary>
public sealed partial class MarketersDayTests : IAsyncLifetime
{
    private const string Html =
        "<p>Dear {{firstname}},</p><p><a href=\"https://meadow.example/programme\">The programme</a> and <a "
        + "href=\"https://meadow.example/tickets\">your place</a>.</p>"
        + "<p><a href=\"{{unsubscribe_url}}\">Unsubscribe</a></p>";

    private PortalProcess portal = null!;
    private Browsing browsing = null!;
    private IPage page = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalProcess.StartAsync();
        browsing = await Browsing.StartAsync();
        page = await browsing.SignInAsync(portal);
    }

    public async Task DisposeAsync()
    {
        // Where the journey ended, for whoever reads a failure.
        await Browsing.KeepAsync(page, "last");
        await browsing.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task A_CRM_campaign_is_imported_mailed_read_clicked_unsubscribed_reported_and_written_back()
    {
        await ImportAsync("Spring guests");
        await WriteEmailAsync("Programme and places");
        var campaign = await SendAsync("Spring begins", "Spring guests", "Programme and places");

        var (recipient, links) = await ReadCaughtMailAsync();
        await OpenClickAndUnsubscribeAsync(recipient, links);

        await SeeTheReportAsync(campaign);
        await SeeTheContactInTheCrmAsync(recipient);
        await CompareWithTheCrmAsync(campaign);
        await SeeTheMappingAsync("Spring guests");
        await SeeTheOtherPagesAsync();
        Assert.Empty(browsing.ConsoleErrors);
        await LogLeaks.NoneAsync(portal, Directory.EnumerateFiles(Path.Combine(portal.Directory, "mail-catcher")).Select(File.ReadAllText));
    }

    private async Task ImportAsync(string name)
    {
        await page.GotoAsync("/target-groups/import-crm");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("List type").SelectOptionAsync(new SelectOptionValue { Label = "Events" });
        await page.GetByLabel("City").CheckAsync();
        await Browsing.LookAsync(page, "import-crm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await page.GetByText("Ready", new() { Exact = true }).First.WaitForAsync(new() { Timeout = 60_000 });
        await Browsing.LookAsync(page, "target-group");
    }

    private async Task WriteEmailAsync(string name)
    {
        await page.GotoAsync("/content/emails/new");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByText("Letter").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin writing" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Source", Exact = true }).ClickAsync();
        await page.GetByLabel("HTML source").FillAsync(Html);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Info" }).ClickAsync();
        await page.GetByLabel("Subject").FillAsync("{{firstname}}, spring begins");
        await page.GetByLabel("Active").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the email" }).ClickAsync();
        await page.Locator("[data-saved] time").WaitForAsync();
        await page.ReloadAsync();
        await page.GetByLabel("HTML source").WaitForAsync();
        Assert.Equal(Html, await page.Locator("#Html").InputValueAsync());
        await Browsing.LookAsync(page, "email-editor-source");
        await page.GetByRole(AriaRole.Button, new() { Name = "Visual", Exact = true }).ClickAsync();
        await page.FrameLocator("iframe.jodit-wysiwyg_iframe").GetByText("The programme").WaitForAsync();
        Assert.Equal(Html, await page.Locator("#Html").InputValueAsync());
        await Browsing.LookAsync(page, "email-editor");
    }

    private async Task<string> SendAsync(string name, string group, string email)
    {
        await page.GotoAsync("/campaigns/new");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and continue" }).ClickAsync();
        await ChooseAsync("TargetGroupId", group);
        await page.GetByText("will receive it").WaitForAsync();
        await ChooseAsync("EmailId", email);
        // What was chosen survives losing the browser.
        await page.GetByRole(AriaRole.Link, new() { Name = "Send now" }).WaitForAsync();
        await page.ReloadAsync();
        await Browsing.LookAsync(page, "campaign-draft");
        await page.GetByRole(AriaRole.Link, new() { Name = "Send now" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Confirm() }).WaitForAsync();
        await page.Locator("iframe").First.ContentFrame.GetByText("The programme").WaitForAsync();
        await Browsing.LookAsync(page, "campaign-review");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Confirm() }).ClickAsync();
        await page.GetByText("Sent", new() { Exact = true }).First.WaitForAsync(new() { Timeout = 60_000 });
        await Browsing.LookAsync(page, "campaign-sent");
        var campaign = new Uri(page.Url).AbsolutePath;
        // Back asks again what is so now.
        await page.GoBackAsync();
        await page.GetByText("Sent", new() { Exact = true }).First.WaitForAsync();
        Assert.Equal(0, await page.GetByText("Nothing has gone out yet").CountAsync());
        return campaign;
    }

    /// <summary>Types into the searchable select, as somebody without a mouse does.</summary>
    private async Task ChooseAsync(string field, string words)
    {
        await page.Locator($"#{field}-ts-control").FocusAsync();
        await page.Keyboard.TypeAsync(words);
        await page.Locator($"#{field}-ts-dropdown [data-selectable].active").Filter(new() { HasText = words }).First.WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
    }

    private async Task<(string Recipient, IReadOnlyList<string> Links)> ReadCaughtMailAsync()
    {
        await page.GotoAsync("/mail-catcher");
        await Browsing.LookAsync(page, "mail-catcher");
        await page.Locator("a.ecp-name").First.ClickAsync();
        var frame = page.FrameLocator("iframe");
        await frame.GetByText("The programme").WaitForAsync();
        await Browsing.LookAsync(page, "caught-mail");
        var recipient = await page.Locator("dl.ecp-facts dd").Nth(1).InnerTextAsync();
        var links = await frame.Locator("a").EvaluateAllAsync<string[]>("links => links.map(l => l.href)");
        var pixel = await frame.Locator("img").Last.GetAttributeAsync("src");
        Assert.Contains("/o/", pixel, StringComparison.Ordinal);
        return (recipient.Trim(), [.. links, pixel!]);
    }

    private async Task OpenClickAndUnsubscribeAsync(string recipient, IReadOnlyList<string> links)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Thunderbird/120.0");
        Assert.Equal("image/gif", (await http.GetAsync(new Uri(links[^1]))).Content.Headers.ContentType?.MediaType);
        var click = await http.GetAsync(new Uri(links.First(l => l.Contains("/c/", StringComparison.Ordinal))));
        Assert.Equal("https://meadow.example/programme", click.Headers.Location?.ToString());

        var visitor = await browsing.OpenAsync(portal.Address);
        await visitor.GotoAsync(links.First(l => l.Contains("/u/", StringComparison.Ordinal)));
        await visitor.GetByText(recipient).WaitForAsync();
        await Browsing.LookAsync(visitor, "subscription");
        await visitor.GetByRole(AriaRole.Button, new() { NameRegex = Unsubscribe() }).ClickAsync();
        await visitor.GetByRole(AriaRole.Heading, new() { Name = "You are unsubscribed" }).WaitForAsync();
        await Browsing.LookAsync(visitor, "unsubscribed");
    }

    private async Task SeeTheReportAsync(string campaign)
    {
        await page.GotoAsync(campaign.Replace("/campaigns/", "/reports/campaigns/", StringComparison.Ordinal));
        await Eventually.TrueAsync(
            async () =>
            {
                await page.ReloadAsync();
                var words = await page.Locator("main").InnerTextAsync();
                return OneClicked().IsMatch(words) && OneUnsubscribed().IsMatch(words)
                    && words.Contains("meadow.example/programme", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(30),
            () => "The report does not show one click and one unsubscribe.");
        await Browsing.LookAsync(page, "report");
    }

    private async Task SeeTheContactInTheCrmAsync(string recipient)
    {
        await page.GotoAsync("/demo-crm/contacts?q=" + Uri.EscapeDataString(recipient));
        await page.Locator("a.ecp-name").First.ClickAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await page.ReloadAsync();
                var kinds = await page.Locator("[data-activity]").EvaluateAllAsync<string[]>("rows => rows.map(r => r.dataset.activity)");
                return kinds.Order(StringComparer.Ordinal).SequenceEqual(["clicked", "opened", "sent", "unsubscribed"]);
            },
            TimeSpan.FromSeconds(60),
            () => "The demo CRM does not show all four facts on the contact.");
        await page.GetByText("Email opt-out").First.WaitForAsync();
        await Browsing.LookAsync(page, "demo-crm-contact");
    }

    private async Task CompareWithTheCrmAsync(string campaign)
    {
        await page.GotoAsync(campaign.Replace("/campaigns/", "/reports/campaigns/", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Compare() }).ClickAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await page.ReloadAsync();
                return (await page.Locator("main").InnerTextAsync()).Contains("agree", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(30),
            () => "The comparison with the CRM does not end.");
        await Browsing.LookAsync(page, "reconciliation");
    }

    private async Task SeeTheMappingAsync(string group)
    {
        await page.GotoAsync("/target-groups");
        await page.GetByRole(AriaRole.Link, new() { Name = group }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Demo CRM" }).ClickAsync();
        await Browsing.LookAsync(page, "target-group-menu");
        await page.GetByRole(AriaRole.Link, new() { Name = "Field mapping" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Fields", Exact = true }).WaitForAsync();
        await Browsing.LookAsync(page, "target-group-fields");
    }

    private async Task SeeTheOtherPagesAsync()
    {
        (string Path, string Name)[] pages =
        [
            ("/", "home"), ("/target-groups", "target-groups"), ("/campaigns", "campaigns"), ("/content/emails", "emails"),
            ("/reports", "reports"), ("/settings/jobs", "jobs"), ("/settings/jobs/set-aside", "set-aside"),
            ("/settings/list-types", "list-types"), ("/settings/crm-connections", "crm-connections"),
            ("/settings/crm-connections/new", "crm-kinds"), ("/settings/crm-connections/new?kind=rest&start=hubspot", "crm-described"),
            ("/settings/crm-connections/1", "crm-connection"), ("/settings/write-back", "write-back"),
            ("/settings/mail-servers", "mail-servers"), ("/settings/mail-servers/new", "mail-server-new"),
            ("/settings/recipient-domains", "recipient-domains"), ("/settings/recipient-domains/2", "recipient-domain"),
            ("/settings/users", "users"), ("/settings/sending-domains", "sending-domains"), ("/settings/suppressed", "suppressed"),
            ("/settings/api-keys", "api-keys"), ("/account/profile", "profile"), ("/target-groups/import-csv", "import-csv"),
            ("/demo-crm", "demo-crm"),
        ];
        foreach (var (path, name) in pages)
        {
            var response = await page.GotoAsync(path);
            Assert.True(response!.Ok, $"{path} answered {response.Status}");
            await Browsing.LookAsync(page, name);
        }

        await page.GotoAsync("/settings/crm-connections/new?kind=demo");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("another one");
        await page.Locator("[formtarget]").EvaluateAsync("button => button.removeAttribute('formtarget')");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Trying out another one" }).WaitForAsync();
        await Browsing.LookAsync(page, "crm-trial");
    }

    [GeneratedRegex(@"Clicked\s+1\s")]
    private static partial Regex OneClicked();

    [GeneratedRegex(@"Unsubscribed\s+1\s")]
    private static partial Regex OneUnsubscribed();

    [GeneratedRegex("^Compare with")]
    private static partial Regex Compare();

    [GeneratedRegex("^Confirm")]
    private static partial Regex Confirm();

    [GeneratedRegex("^Unsubscribe from")]
    private static partial Regex Unsubscribe();
}
