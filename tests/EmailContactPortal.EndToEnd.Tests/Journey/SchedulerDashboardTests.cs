using System.Globalization;
using EmailContactPortal.EndToEnd.Tests.Api;
using Microsoft.Playwright;

namespace EmailContactPortal.EndToEnd.Tests.Journey;

/// <summary>What an administrator does with jobs, in a real browser: on our page and on the scheduler's own dashboard.</summary>
public sealed class SchedulerDashboardTests : IAsyncLifetime
{
    private const string Launch = "Launch: December newsletter";
    private PortalProcess portal = null!;
    private Browsing browsing = null!;
    private IPage page = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalProcess.StartAsync();
        browsing = await Browsing.StartAsync();
        page = await browsing.SignInAsync(portal);
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
    }

    public async Task DisposeAsync()
    {
        await Browsing.KeepAsync(page, "last-dashboard");
        await browsing.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task A_scheduled_campaign_is_seen_a_recurring_job_triggered_a_job_deleted_and_requeued()
    {
        var campaign = await ScheduleAsync();
        await ShowsAsync("/settings/jobs", "main", Launch);
        await Browsing.LookAsync(page, "jobs-scheduled");

        await page.GetByRole(AriaRole.Link, new() { Name = "Scheduler's dashboard" }).ClickAsync();
        await page.GetByText("Email Contact Portal: jobs").First.WaitForAsync();
        await page.Locator("#realtimeGraph").WaitForAsync();
        await Browsing.KeepAsync(page, "dashboard-home");
        await page.GotoAsync("/hangfire/recurring");
        foreach (var name in (string[])["Clock", "CRM synchronisation", "Health of instances", "Retention"])
            await page.GetByText(name, new() { Exact = true }).First.WaitForAsync();
        await Browsing.KeepAsync(page, "dashboard-recurring");
        await PressAsync("Retention", "Trigger now");
        await ShowsAsync("/hangfire/jobs/succeeded", "#wrap", "Retention");

        await ShowsAsync("/hangfire/jobs/scheduled", "#wrap", Launch);
        await Browsing.KeepAsync(page, "dashboard");
        await PressAsync(Launch, "Delete selected");
        // The row still wants it: the clock makes it again.
        await ShowsAsync("/hangfire/jobs/scheduled", "#wrap", Launch);

        await ShowsAsync("/hangfire/jobs/deleted", "#wrap", Launch);
        await PressAsync(Launch, "Requeue jobs");
        await ShowsAsync("/hangfire/jobs/succeeded", "#wrap", Launch);
        await ShowsAsync("/hangfire/jobs/scheduled", "#wrap", Launch);

        using var api = new ApiClient(portal);
        Assert.Equal("Scheduled", (await api.GetAsync($"campaigns/{campaign}")).GetProperty("status").GetString());
        // Its start page draws a chart whose own style sheet our policy refuses; the chart is drawn all the same.
        Assert.DoesNotContain(browsing.ConsoleErrors, e => !e.Contains("/hangfire: Applying inline style", StringComparison.Ordinal));
    }

    private async Task<int> ScheduleAsync()
    {
        using var api = new ApiClient(portal);
        var list = (await api.PostAsync("list-types", new { name = "Readers" })).GetProperty("id").GetInt32();
        var group = await api.ImportCsvAsync("email,firstname\nanna@people.example,Anna\n", "Spring people", list);
        await api.ImportedAsync(group);
        var email = (await api.PostAsync("emails", new
        {
            name = "December",
            subject = "December",
            senderName = "Meadow",
            senderAddress = "news@meadow.example",
            html = "<p>Hello {{firstname}}</p><p><a href=\"{{unsubscribe_url}}\">Unsubscribe</a></p>",
            active = true,
        })).GetProperty("id").GetInt32();
        var id = (await api.PostAsync("campaigns", new { name = "December newsletter" })).GetProperty("id").GetInt32();
        var at = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd'T'HH:00:00zzz", CultureInfo.InvariantCulture);
        await api.PatchAsync($"campaigns/{id}", new { targetGroupId = group, emailId = email, scheduledAt = at });
        await api.PostAsync($"campaigns/{id}/send");
        return id;
    }

    /// <summary>Ticks the row with these words and presses the button above the list.</summary>
    private async Task PressAsync(string words, string button)
    {
        await page.Locator("tr").Filter(new() { HasText = words }).Locator("input[type=checkbox]").First.CheckAsync();
        // The dashboard loads its page again afterwards; the mark goes with the page that it replaces.
        await page.EvaluateAsync("document.body.dataset.before = 'press'");
        await page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();
        await page.Locator("body:not([data-before])").WaitForAsync();
    }

    private Task ShowsAsync(string path, string part, string words) => Eventually.TrueAsync(
        async () =>
        {
            await page.GotoAsync(path);
            return (await page.Locator(part).First.InnerTextAsync()).Contains(words, StringComparison.Ordinal);
        },
        TimeSpan.FromSeconds(30),
        () => $"{path} does not show '{words}'.");
}
