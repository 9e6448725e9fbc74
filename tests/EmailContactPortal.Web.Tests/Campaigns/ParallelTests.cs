using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Campaigns;

/// <summary>Twenty at once do what one would have done, and the others hear why not.</summary>
public sealed class ParallelTests(PortalFactory portal) : IClassFixture<PortalFactory>, IAsyncLifetime
{
    private const int Crowd = 20;
    private readonly CampaignWorld world = new(portal);

    public Task InitializeAsync() => world.MailServerAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Twenty_who_send_one_campaign_send_it_once_with_its_content()
    {
        using var api = await portal.ApiAsync();
        for (var round = 0; round < 3; round++)
        {
            var id = await world.DraftAsync(await world.GroupAsync(3), await world.EmailAsync());
            var answers = await TogetherAsync(() => api.PostAsync(Path(id, "send"), null));
            Assert.Equal(
                [(HttpStatusCode.OK, 1), (HttpStatusCode.Conflict, Crowd - 1)],
                answers.CountBy(a => a).OrderBy(a => a.Key).Select(a => (a.Key, a.Value)));
            Assert.Equal(CampaignStatus.Scheduled, (await world.FindAsync(id)).Status);
            Assert.Contains(
                "Hello", (await portal.InDatabaseAsync(db => db.CampaignContents.SingleAsync(c => c.CampaignId == id))).Html,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Confirm_pressed_twice_on_the_page_shows_the_campaign_both_times()
    {
        var id = await world.DraftAsync(await world.GroupAsync(3), await world.EmailAsync());
        using var marketer = await portal.SignInAsync();
        var page = string.Create(CultureInfo.InvariantCulture, $"/campaigns/{id}");
        var token = await marketer.FormTokenAsync(page + "/review");
        async Task<string?> PressAsync()
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["version"] = "1",
                ["emailVersion"] = "1",
                ["__RequestVerificationToken"] = token,
            });
            using var answer = await marketer.PostAsync(page + "/confirm", form);
            return answer.Headers.Location?.ToString();
        }

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PressAsync())), location => Assert.Equal(page, location));
        Assert.DoesNotContain("cannot be confirmed", (await marketer.PageAsync(page)).Words(), StringComparison.Ordinal);
        Assert.Equal(1, await portal.InDatabaseAsync(db => db.CampaignContents.CountAsync(c => c.CampaignId == id)));
    }

    [Theory]
    [InlineData("pause", CampaignStatus.Sending, CampaignStatus.Paused)]
    [InlineData("resume", CampaignStatus.Paused, CampaignStatus.Sending)]
    [InlineData("cancel", CampaignStatus.Sending, CampaignStatus.Cancelled)]
    [InlineData("cancel", CampaignStatus.Scheduled, CampaignStatus.Cancelled)]
    public async Task Twenty_who_move_one_campaign_move_it_once(string call, CampaignStatus from, CampaignStatus to)
    {
        using var api = await portal.ApiAsync();
        var id = await world.LaunchedAsync(from, (DeliveryStatus.Pending, 0));
        var answers = await TogetherAsync(() => api.PostAsync(Path(id, call), null));
        Assert.Equal(1, answers.Count(a => a == HttpStatusCode.OK));
        Assert.Equal(Crowd - 1, answers.Count(a => a == HttpStatusCode.Conflict));
        Assert.Equal(to, (await world.FindAsync(id)).Status);
    }

    [Fact]
    public async Task Twenty_who_pause_and_resume_at_random_never_see_an_error_of_the_portal()
    {
        using var api = await portal.ApiAsync();
        var id = await world.LaunchedAsync(CampaignStatus.Sending, (DeliveryStatus.Pending, 0));
        var number = 0;
        var answers = await TogetherAsync(() => api.PostAsync(
            Path(id, Interlocked.Increment(ref number) % 2 == 0 ? "pause" : "resume"), null));
        Assert.All(answers, a => Assert.Contains(a, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict }));
        Assert.Contains((await world.FindAsync(id)).Status, new[] { CampaignStatus.Sending, CampaignStatus.Paused });
    }

    [Fact]
    public async Task Twenty_who_change_one_draft_lose_nothing_without_a_word()
    {
        using var api = await portal.ApiAsync();
        var id = await world.DraftAsync(await world.GroupAsync(1), await world.EmailAsync());
        var number = 0;
        var answers = await TogetherAsync(() => api.PatchAsJsonAsync(
            Path(id), new { subject = string.Create(CultureInfo.InvariantCulture, $"Subject {Interlocked.Increment(ref number)}") }));
        Assert.All(answers, a => Assert.Contains(a, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict }));
        Assert.Equal(1 + answers.Count(a => a == HttpStatusCode.OK), (await world.FindAsync(id)).Version);
    }

    [Fact]
    public async Task Twenty_who_duplicate_one_campaign_get_twenty_drafts_with_names_of_their_own()
    {
        var id = await world.DraftAsync(await world.GroupAsync(1), await world.EmailAsync());
        var name = (await world.FindAsync(id)).Name;
        using var marketer = await portal.SignInAsync();
        var token = await marketer.FormTokenAsync("/campaigns/" + id.ToString(CultureInfo.InvariantCulture));
        var answers = await TogetherAsync(() => marketer.PostAsync(
            string.Create(CultureInfo.InvariantCulture, $"/campaigns/{id}/duplicate"),
            new FormUrlEncodedContent([new("__RequestVerificationToken", token)])));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Redirect, a));
        var names = await portal.InDatabaseAsync(db => db.Campaigns.Where(c => c.Name.StartsWith(name + " (copy")).Select(c => c.Name)
            .ToListAsync());
        Assert.Equal((Crowd, Crowd), (names.Count, names.Distinct().Count()));
    }

    private static async Task<List<HttpStatusCode>> TogetherAsync(Func<Task<HttpResponseMessage>> call) =>
        [.. await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => Task.Run(async () =>
    {
        using var answer = await call();
        return answer.StatusCode;
    })))];

    private static string Path(int id, string call = "") =>
        string.Create(CultureInfo.InvariantCulture, $"/api/v1/campaigns/{id}{(call.Length > 0 ? "/" + call : "")}");
}
