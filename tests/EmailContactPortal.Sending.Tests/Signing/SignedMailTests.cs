using System.Text;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Sending.Signing;
using EmailContactPortal.Sending.Tests.Delivering;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Tests.Signing;

/// <summary>What arrives is judged by python3-dkim, with the records that Settings shows.</summary>
public sealed class SignedMailTests
{
    private const string Awkward =
        """<p>Dear {{default firstname "friend"}},</p><pre>two  blanks	and a tab   </pre><p>.</p><p>Äiti, 山田さん 🎉</p><p>{{unsubscribe_url}}</p>""";

    [Theory]
    [InlineData("plain")]
    [InlineData("awkward")]
    [InlineData("long")]
    public async Task Every_message_of_a_campaign_carries_both_signatures_and_they_hold(string kind)
    {
        await using var server = new HostileSmtpServer();
        var html = kind switch
        {
            "awkward" => Awkward,
            "long" => $"<p>{string.Concat(Enumerable.Repeat("unbroken", 1000))}</p>{Awkward}",
            _ => null,
        };
        await using var campaign = await TestCampaign.CreateAsync(server, 20, html: html);
        var records = await SignAsync(campaign, "example.com", SigningAlgorithm.Rsa, SigningAlgorithm.Ed25519);

        await campaign.RunToEndAsync();

        var verdicts = await DkimVerifier.VerifyAsync(Arrived(server), records);
        Assert.Equal(20, verdicts.Length);
        Assert.All(verdicts, v => Assert.Equal([true, true], v));
        Assert.StartsWith(
            "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com;", server.Taken.First().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_mail_is_signed_like_the_campaign()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 1);
        var records = await SignAsync(campaign, "example.com", SigningAlgorithm.Rsa);

        var sent = await campaign.TestSender.SendAsync(
            new EmailSource("Hello", "Shop", "shop@news.example.com", null, Awkward, null), Person.Sample, "me@example.org", default);

        Assert.True(sent.Succeeded);
        Assert.Equal(new[] { true }, Assert.Single(await DkimVerifier.VerifyAsync(Arrived(server), records)));
    }

    [Fact]
    public async Task Keys_that_do_not_sign_now_and_those_of_other_domains_are_not_used()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 1);
        await SignAsync(campaign, "badexample.com", SigningAlgorithm.Rsa);
        await SignAsync(campaign, "example.com", SigningAlgorithm.Rsa);
        await using (var db = await campaign.OpenAsync())
        {
            var retired = await db.SigningKeys.OrderBy(k => k.Id).LastAsync();
            retired.IsActive = false;
            await db.SaveChangesAsync();
        }

        await campaign.RunToEndAsync();

        Assert.DoesNotContain("DKIM-Signature", Assert.Single(server.Taken).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_stops_no_mail()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 1);
        var records = await SignAsync(campaign, "example.com", SigningAlgorithm.Rsa, SigningAlgorithm.Ed25519);
        await using (var db = await campaign.OpenAsync())
            await db.SigningKeys.Where(k => k.Algorithm == SigningAlgorithm.Rsa)
                .ExecuteUpdateAsync(s => s.SetProperty(k => k.ProtectedKey, "lost"));

        await campaign.RunToEndAsync();

        Assert.Equal(new[] { true }, Assert.Single(await DkimVerifier.VerifyAsync(Arrived(server), records)));
    }

    private static List<byte[]> Arrived(HostileSmtpServer server) => [.. server.Taken.Select(t => Encoding.Latin1.GetBytes(t.Message))];

    // Makes keys as Settings does, lets them sign, and gives what is to be published.
    private static async Task<Dictionary<string, string>> SignAsync(
        TestCampaign campaign, string domain, params SigningAlgorithm[] algorithms)
    {
        await using var db = await campaign.OpenAsync();
        var row = new SendingDomain { Name = domain, CreatedAt = campaign.Clock.GetUtcNow().UtcDateTime };
        db.SendingDomains.Add(row);
        await db.SaveChangesAsync();
        foreach (var algorithm in algorithms)
        {
            var key = campaign.Get<SigningKeys>().Make(row.Id, algorithm, $"s{(int)algorithm}", row.CreatedAt);
            key.IsActive = true;
            db.SigningKeys.Add(key);
        }

        await db.SaveChangesAsync();
        return await db.SigningKeys.Where(k => k.SendingDomainId == row.Id)
            .ToDictionaryAsync(k => DnsRecord.ForKey(domain, k).Host, k => k.Record);
    }
}
