using EmailContactPortal.Testing;
using Microsoft.Playwright;

namespace EmailContactPortal.EndToEnd.Tests.Journey;

/// <summary>What an administrator does with a mail server that refuses, in a real browser.</summary>
public sealed class MailServerTests : IAsyncLifetime
{
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
        await Browsing.KeepAsync(page, "last-mail-server");
        await browsing.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task A_relay_is_added_checked_tried_and_its_refusal_found_in_the_log()
    {
        await using var relay = new HostileSmtpServer
        {
            Behave = moment => moment.Stage == "RCPT" && moment.Line.Contains("strict", StringComparison.Ordinal)
                ? new SmtpAct.Say("451 4.7.1 <someone@strict.example>: too many mails, try later")
                : null,
        };
        await page.GotoAsync("/settings/mail-servers/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Relay");
        await page.GetByLabel("Host").FillAsync("127.0.0.1");
        await page.GetByLabel("Port").FillAsync("1");
        await page.GetByLabel("Security").SelectOptionAsync("None");
        await page.GetByLabel("Sign-in").SelectOptionAsync("Microsoft365");
        await page.GetByLabel("Application (client) id").WaitForAsync();
        Assert.Equal("Client secret", await page.Locator("[data-secret]").InnerTextAsync());
        await page.GetByLabel("Sign-in").SelectOptionAsync("Password");
        await page.GetByLabel("Use this server").UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the server" }).ClickAsync();
        await page.GetByText("Not connected").WaitForAsync();
        await Browsing.LookAsync(page, "mail-server-dead");
        Assert.False(await page.GetByLabel("Use this server").IsCheckedAsync());

        await page.GetByLabel("Port").FillAsync(relay.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the server" }).ClickAsync();
        await page.GetByText("Offers what is needed").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Switch on for an hour" }).ClickAsync();
        await page.GetByText("Nothing heard yet").WaitForAsync();
        await TryAsync("someone@kind.example");
        await page.GetByText("The server took the test mail").WaitForAsync();
        await TryAsync("someone@strict.example");
        await page.GetByText("The message was not sent").WaitForAsync();

        await Eventually.TrueAsync(
            async () =>
            {
                await page.ReloadAsync();
                return await page.Locator("#log").GetByText("451 4.7.1").CountAsync() > 0;
            },
            TimeSpan.FromSeconds(20),
            () => "The refusal is not in the log.");
        await Browsing.LookAsync(page, "mail-server");
        await page.GetByLabel("Replies").SelectOptionAsync("trouble");
        await page.WaitForURLAsync("**replies=trouble**");
        Assert.Equal(1, await page.Locator("#log li").CountAsync());
        Assert.DoesNotContain("someone", await page.Locator("#log").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(browsing.ConsoleErrors);
    }

    private async Task TryAsync(string address)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test mail…" }).ClickAsync();
        await page.GetByLabel("To", new() { Exact = true }).FillAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the test mail" }).ClickAsync();
    }
}
