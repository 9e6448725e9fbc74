using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Tests.Delivering;

/// <summary>Content that no save would have let through: written by an older version, or straight into the database.</summary>
public sealed class PoisonedContentTests
{
    private static readonly Dictionary<string, string> Poisons = new()
    {
        ["blocks"] = string.Concat(Enumerable.Repeat("{{#if firstname}}", 20_000)) + string.Concat(Enumerable.Repeat("{{/if}}", 20_000)),
        ["elements"] = string.Concat(Enumerable.Repeat("<div>", 100_000)),
        ["length"] = new string('x', 3_000_000),
        ["a dead link"] = "<a href=\"https://x.example:port/\">x</a>",
        ["half a tag"] = "{{firstname",
    };

    public static TheoryData<string> Names => [.. Poisons.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_campaign_with_poisoned_content_fails_with_its_reason_when_its_time_comes(string poison)
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, people: 2);
        await PoisonAsync(campaign, Poisons[poison]);

        var result = await campaign.Launcher.LaunchAsync(campaign.Id, default);

        Assert.False(result.Succeeded);
        await AssertFailedAsync(campaign, server);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_campaign_whose_content_is_poisoned_while_it_sends_fails_and_goes_on_when_it_is_mended(string poison)
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, people: 2);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        await using var db = await campaign.OpenAsync();
        var good = await db.CampaignContents.Where(c => c.CampaignId == campaign.Id).Select(c => c.Html).SingleAsync();
        await PoisonAsync(campaign, Poisons[poison]);

        Assert.Equal(0, await campaign.Sender.RunAsync(campaign.Id, default));
        await AssertFailedAsync(campaign, server);

        await PoisonAsync(campaign, good);
        await campaign.SetStatusAsync(CampaignStatus.Sending);
        Assert.Equal(2, await campaign.Sender.RunAsync(campaign.Id, default));
    }

    [Fact]
    public async Task A_sender_that_is_no_address_any_more_fails_the_campaign()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, people: 2);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        await using var db = await campaign.OpenAsync();
        await db.CampaignContents.ExecuteUpdateAsync(s => s.SetProperty(c => c.SenderAddress, "nobody"));

        Assert.Equal(0, await campaign.Sender.RunAsync(campaign.Id, default));

        await AssertFailedAsync(campaign, server);
    }

    private static async Task PoisonAsync(TestCampaign campaign, string html)
    {
        await using var db = await campaign.OpenAsync();
        await db.CampaignContents.Where(c => c.CampaignId == campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Html, html));
    }

    private static async Task AssertFailedAsync(TestCampaign campaign, HostileSmtpServer server)
    {
        var seen = await campaign.ReadAsync();
        Assert.Equal(CampaignStatus.Failed, seen.Status);
        Assert.False(string.IsNullOrWhiteSpace(seen.Problem));
        Assert.InRange(seen.Problem!.Length, 10, 1000);
        Assert.Empty(server.Taken);
    }
}
