using EmailContactPortal.EndToEnd.Tests.Api;
using Microsoft.Playwright;

namespace EmailContactPortal.EndToEnd.Tests.Journey;

/// <summary>Whatever people call their things and however long addresses are, no page is wider than its window.</summary>
public sealed class HostileNamesTests : IAsyncLifetime
{
    private static readonly string Unbroken = new('W', 90);
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
        await browsing.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task No_page_is_wider_than_its_window_with_long_unbroken_names()
    {
        using var api = new ApiClient(portal);
        var long200 = Unbroken + Unbroken + "WWWWWWWWWWWWWWWWWWWW";
        var address = $"{new string('w', 64)}@{new string('x', 63)}.{new string('y', 63)}.{new string('z', 50)}.example";
        var list = (await api.PostAsync(
            "list-types", new { name = new string('L', 100), description = long200 })).GetProperty("id").GetInt32();
        var email = (await api.PostAsync(
            "emails",
            new
            {
                name = long200,
                subject = long200,
                senderName = long200,
                senderAddress = address[66..].Insert(0, "a@"),
                html = $"<p>{long200}</p><a href=\"https://x.example/{long200}\">{long200}</a><a href=\"{{{{unsubscribe_url}}}}\">u</a>",
                active = true,
            })).GetProperty("id").GetInt32();
        var group = await api.ImportCsvAsync(
            $"email;firstname;lastname;{new string('c', 80)}\n{address};{Unbroken};{Unbroken};{long200}\nbroken{Unbroken};x;y;z\n",
            long200, list);
        await api.ImportedAsync(group);
        var draft = (await api.PostAsync("campaigns", new { name = long200 })).GetProperty("id").GetInt32();
        await api.PatchAsync(
            $"campaigns/{draft}",
            new
            {
                targetGroupId = group,
                emailId = email,
                subject = long200,
                senderName = long200,
                tags = new[] { Unbroken, new string('V', 90) },
            });
        var sent = await api.SendAsync("S" + long200[1..], group, email);
        await api.CampaignIsAsync(sent, "Sent");
        string[] paths =
        [
            "/", "/target-groups", $"/target-groups/{group}", $"/target-groups/{group}/edit", "/campaigns", $"/campaigns?tag={Unbroken}",
            $"/campaigns/{draft}", $"/campaigns/{draft}/review", $"/campaigns/{draft}/people?rule=receive", $"/campaigns/{sent}",
            "/content/emails", $"/content/emails/{email}", "/content/templates", "/reports", $"/reports/campaigns/{sent}",
            $"/reports/campaigns/{sent}/recipients", $"/reports/people?q={address}", "/settings/list-types", $"/settings/list-types/{list}",
            $"/settings/list-types/{list}/unsubscribed", "/mail-catcher", "/settings/users", "/settings/jobs", "/settings/api-keys",
            $"/campaigns?q={long200}",
        ];
        var wide = new List<string>();
        foreach (var width in (int[])[390, 1440])
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var path in paths)
            {
                var response = await page.GotoAsync(path);
                Assert.True(response!.Status < 500, $"{path} answered {response.Status}");
                if (path.EndsWith($"emails/{email}", StringComparison.Ordinal)) await page.Locator("[data-edit-as].active").WaitForAsync();
                var over = await page.EvaluateAsync<string>(
                    """
                    () => document.documentElement.scrollWidth <= innerWidth ? '' : [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`).join(' | ') || 'elsewhere'
                    """);
                if (over.Length > 0) wide.Add($"{path[..Math.Min(40, path.Length)]} at {width}: {over}");
                if (path.EndsWith($"/{group}", StringComparison.Ordinal) || path.EndsWith($"/{draft}", StringComparison.Ordinal)
                    || path.EndsWith($"{sent}/recipients", StringComparison.Ordinal))
                    await Browsing.KeepAsync(page, $"hostile-{path.Replace('/', '_')}-{width}");
            }
        }

        Assert.Empty(wide);
    }
}
