using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace EmailContactPortal.EndToEnd.Tests;

/// <summary>Debian's Chromium, driven by Playwright; every console error is a failure, screenshots are kept as test output.</summary>
public sealed class Browsing : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly List<string> errors = [];

    private Browsing(IPlaywright playwright, IBrowser browser) => (this.playwright, this.browser) = (playwright, browser);

    /// <summary>Errors that pages wrote to the console.</summary>
    public IReadOnlyList<string> ConsoleErrors => errors;

    private static string AxeScript { get; } = new BundledAxeScriptProvider().GetScript();

    private static string Pictures { get; } = Path.Combine(AppContext.BaseDirectory, "screenshots");

    public static async Task<Browsing> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
        return new Browsing(playwright, browser);
    }

    /// <summary>A page in a session of its own, in a browser of that language.</summary>
    public async Task<IPage> OpenAsync(Uri address, string locale = "en-GB")
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
            TimezoneId = "Europe/Helsinki",
            Locale = locale,
        });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error") errors.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => errors.Add($"{page.Url}: {error}");
        return page;
    }

    /// <summary>Signs in as the first administrator.</summary>
    public async Task<IPage> SignInAsync(PortalProcess portal)
    {
        var page = await OpenAsync(portal.Address);
        await page.GotoAsync("/");
        await page.GetByLabel("E-mail address").FillAsync(PortalProcess.AdminEmail);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(PortalProcess.AdminPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Home" }).WaitForAsync();
        return page;
    }

    /// <summary>Keeps pictures of the page, wide and narrow, and asks axe about it; the page must not scroll sideways.</summary>
    public static async Task LookAsync(IPage page, string name)
    {
        Directory.CreateDirectory(Pictures);
        foreach (var width in (int[])[390, 1440])
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}-{width}.png"), FullPage = true });
            Assert.False(
                await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"),
                $"{name} scrolls sideways at {width} px.");
        }

        // Not by the package's own runner: it waits for frames in which no script may run, as our mail previews are.
        await page.EvaluateAsync(AxeScript);
        var violations =
            await page.EvaluateAsync<string[]>(
                "async () => (await axe.run({ iframes: false })).violations.map(v => `${v.id} at ${v.nodes.map(n => n.html).join(', ')}`)");
        Assert.True(violations.Length == 0, $"{name}: {string.Join("; ", violations)}");
    }

    /// <summary>Keeps a picture without judging the page.</summary>
    public static Task KeepAsync(IPage page, string name) =>
        page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
