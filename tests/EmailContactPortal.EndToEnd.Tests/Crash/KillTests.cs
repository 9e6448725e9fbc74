using System.Globalization;
using System.Text;
using EmailContactPortal.EndToEnd.Tests.Api;

namespace EmailContactPortal.EndToEnd.Tests.Crash;

/// <summary>What the product promises: after any crash nobody was mailed twice, and nobody is lost.</summary>
public sealed class KillTests
{
    private const int Connections = 4;

    [Fact]
    public async Task A_portal_killed_again_and_again_in_mid_campaign_mails_nobody_twice_and_loses_nobody()
    {
        const int people = 3_000;
        const int kills = 4;
        await using var sink = new SmtpSink();
        await sink.StartAsync();
        await using var portal = await PortalProcess.StartAsync(Settings(sink, perSecond: 400));
        var campaign = await StartCampaignAsync(portal, people);
        var random = new Random(20261121);
        for (var kill = 0; kill < kills; kill++)
        {
            var seen = sink.Count;
            await Eventually.TrueAsync(
                () => Task.FromResult(sink.Count >= seen + 50 + random.Next(300) || sink.Count >= people - Connections),
                TimeSpan.FromSeconds(60), () => $"Nothing more arrived after {seen} mails.\n{portal.Output}");
            await portal.KillAsync();
            await portal.StartAgainAsync();
        }

        using var api = new ApiClient(portal);
        var totals = (await api.CampaignIsAsync(campaign, "Sent")).GetProperty("totals");
        int Total(string name) => totals.GetProperty(name).GetInt32();
        var mails = sink.Mails();
        var uncertain = await UncertainAsync(api, campaign);

        Assert.Equal(mails.Count, mails.Select(m => m.Recipient).Distinct().Count());
        Assert.Equal(people, Total("sent") + Total("uncertain"));
        Assert.InRange(Total("uncertain"), 0, Connections * kills);
        Assert.Equal(Total("uncertain"), uncertain.Count);
        Assert.Empty(Enumerable.Range(0, people).Select(Address).Except(mails.Select(m => m.Recipient)).Except(uncertain));
    }

    [Fact]
    public async Task A_mail_server_that_is_down_costs_nobody_an_attempt_and_the_campaign_goes_on_when_it_is_back()
    {
        const int people = 200;
        await using var sink = new SmtpSink();
        await using var portal = await PortalProcess.StartAsync(Settings(sink, perSecond: 0));
        var campaign = await StartCampaignAsync(portal, people);
        await using var browsing = await Browsing.StartAsync();
        var page = await browsing.SignInAsync(portal);
        await Eventually.TrueAsync(
            async () =>
            {
                await page.GotoAsync($"/campaigns/{campaign}");
                return (await page.Locator("main").InnerTextAsync()).Contains("takes no mail now", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(60),
            () => "The campaign page does not say why nothing goes out.");
        await Browsing.LookAsync(page, "campaign-server-down");

        await sink.StartAsync();

        using var api = new ApiClient(portal);
        var totals = (await api.CampaignIsAsync(campaign, "Sent", seconds: 150)).GetProperty("totals");
        Assert.Equal(people, totals.GetProperty("sent").GetInt32());
        var first = (await api.GetAsync($"campaigns/{campaign}/deliveries?status=Sent&size=1")).GetProperty("items")[0];
        Assert.Equal(1, first.GetProperty("attempts").GetInt32());
    }

    private static (string, string)[] Settings(SmtpSink sink, int perSecond) =>
    [
        ("MailServer:Host", "127.0.0.1"), ("MailServer:Port", $"{sink.Port}"), ("MailServer:Security", "None"),
        ("MailServer:MaxConnections", $"{Connections}"),
        ("MailServer:MaxPerSecond", $"{perSecond}"), ("MailCatcher:Enabled", "false"),
    ];

    private static string Address(int i) => string.Create(CultureInfo.InvariantCulture, $"person{i}@people.example");

    private static async Task<int> StartCampaignAsync(PortalProcess portal, int people)
    {
        using var api = new ApiClient(portal);
        var csv = new StringBuilder("email,firstname\n");
        for (var i = 0; i < people; i++) csv.Append(CultureInfo.InvariantCulture, $"{Address(i)},P{i}\n");
        var list = (await api.PostAsync("list-types", new { name = "Crash" })).GetProperty("id").GetInt32();
        var group = await api.ImportCsvAsync(csv.ToString(), "Everybody", list);
        await api.ImportedAsync(group);
        var email = (await api.PostAsync("emails", new
        {
            name = "Crash",
            subject = "Hello {{firstname}}",
            senderName = "Meadow",
            senderAddress = "news@meadow.example",
            html = "<p>Hello {{firstname}}</p><p><a href=\"https://meadow.example/\">Look</a> <a "
                + "href=\"{{unsubscribe_url}}\">Unsubscribe</a></p>",
            active = true,
        })).GetProperty("id").GetInt32();
        return await api.SendAsync("Crash", group, email);
    }

    private static async Task<List<string>> UncertainAsync(ApiClient api, int campaign)
    {
        var page = await api.GetAsync($"campaigns/{campaign}/deliveries?status=Uncertain&size=200");
        return [.. page.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("email").GetString()!)];
    }
}
