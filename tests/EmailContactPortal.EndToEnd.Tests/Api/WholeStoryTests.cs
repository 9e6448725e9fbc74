using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;

namespace EmailContactPortal.EndToEnd.Tests.Api;

/// <summary>Import, write, send, track, unsubscribe and import again over the API, against Postfix's sink.</summary>
public sealed partial class WholeStoryTests
{
    private const string Html = """
        <p>Dear {{firstname}},</p><p><a href="https://meadow.example/programme">Programme</a> and <a href="https://meadow.example/tickets?for={{lastname}}">tickets</a>.</p>
        <p><a href="{{unsubscribe_url}}">Unsubscribe</a></p>
        """;

    [Fact]
    public async Task Ten_thousand_people_get_one_mail_each_and_the_unsubscribed_stay_out_after_a_second_import()
    {
        const int people = 10_000;
        await using var sink = new SmtpSink();
        await sink.StartAsync();
        await using var portal = await PortalProcess.StartAsync(
            ("MailServer:Host", "127.0.0.1"), ("MailServer:Port", $"{sink.Port}"), ("MailServer:Security", "None"),
            ("MailServer:MaxConnections", "8"), ("MailCatcher:Enabled", "false"));
        using var api = new ApiClient(portal);
        var csv = Csv(people);

        var list = (await api.PostAsync("list-types", new { name = "Autumn" })).GetProperty("id").GetInt32();
        var group = await api.ImportCsvAsync(csv, "Everybody", list);
        var imported = await api.ImportedAsync(group);
        Assert.Equal("Ready", imported.GetProperty("status").GetString());
        Assert.Equal(people, imported.GetProperty("memberCount").GetInt32());
        Assert.Equal(2, imported.GetProperty("import").GetProperty("rejected").GetInt32());

        var email = (await api.PostAsync(
            "emails",
            new
            {
                name = "Autumn",
                subject = "Hei {{firstname}}",
                senderName = "Meadow Garden",
                senderAddress = "news@meadow.example",
                html = Html,
                active = true,
            })).GetProperty("id").GetInt32();
        var campaign = await api.SendAsync("Autumn", group, email);
        var sent = (await api.CampaignIsAsync(campaign, "Sent")).GetProperty("totals");
        Assert.Equal(
            (people, people, 0),
            (sent.GetProperty("recipients").GetInt32(), sent.GetProperty("sent").GetInt32(), sent.GetProperty("pending").GetInt32()));

        var mails = sink.Mails();
        Assert.Equal(people, mails.Count);
        Assert.Equal(people, mails.Select(m => m.Recipient).Distinct().Count());
        using var mail = MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(mails.Single(m => m.Recipient
            == "person7@people.example").Source)));
        Assert.Equal("Hei Äiti7", mail.Subject);

        await ClickAsync(portal, mail);
        await UnsubscribeByOneClickAsync(portal, mail);
        var engagement = (await Eventually.BecomesAsync(
            () => api.GetAsync($"campaigns/{campaign}"), c => c.GetProperty("engagement").GetProperty("unsubscribes").GetInt32() == 1,
            TimeSpan.FromSeconds(20))).GetProperty("engagement");
        Assert.Equal(1, engagement.GetProperty("uniqueClicks").GetInt32());
        Assert.Contains(
            "person7@people.example", (await api.GetAsync($"unsubscribes?listTypeId={list}")).ToString(), StringComparison.Ordinal);

        var again = await api.ImportCsvAsync(csv, "Everybody again", list);
        Assert.Equal(1, (await api.ImportedAsync(again)).GetProperty("import").GetProperty("skipped").GetInt32());
        var second = await api.SendAsync("Autumn, second mail", again, email);
        var totals = (await api.CampaignIsAsync(second, "Sent")).GetProperty("totals");
        Assert.Equal((people - 1, 1), (totals.GetProperty("sent").GetInt32(), totals.GetProperty("excluded").GetInt32()));
        Assert.Equal(1, sink.Mails().Count(m => m.Recipient == "person7@people.example"));
        await LogLeaks.NoneAsync(portal, sink.Mails().Select(m => m.Source));
    }

    private static string Csv(int people)
    {
        var csv = new StringBuilder("Email;First name;Last name;Company\r\n");
        for (var i = 0; i < people; i++)
            csv.Append(CultureInfo.InvariantCulture, $"person{i}@people.example;Äiti{i};Meikäläinen;\"Garden; {i}\"\r\n");
        return csv.Append("not an address;X;Y;Z\r\nnobody@;X;Y;Z\r\n").ToString();
    }

    private static async Task ClickAsync(PortalProcess portal, MimeMessage mail)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = portal.Address };
        var html = mail.HtmlBody!;
        Assert.DoesNotContain("meadow.example/tickets", html, StringComparison.Ordinal);
        var links = TrackedLink().Matches(html).Select(m => m.Value).ToList();
        Assert.Equal(2, links.Count);

        var answer = await http.GetAsync(new Uri(links[1]));

        Assert.Equal(302, (int)answer.StatusCode);
        Assert.Equal("https://meadow.example/tickets?for=Meik%C3%A4l%C3%A4inen", answer.Headers.Location!.AbsoluteUri);
    }

    private static async Task UnsubscribeByOneClickAsync(PortalProcess portal, MimeMessage mail)
    {
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);
        var link = ListUnsubscribe().Match(mail.Headers["List-Unsubscribe"]!).Groups[1].Value;
        using var http = new HttpClient { BaseAddress = portal.Address };

        var looked = await http.GetAsync(new Uri(link));
        Assert.True(looked.IsSuccessStatusCode);
        var posted = await http.PostAsync(new Uri(link), new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]));

        Assert.True(posted.IsSuccessStatusCode);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/c/[\w-]+")]
    private static partial Regex TrackedLink();

    [GeneratedRegex(@"<(http[^>]+)>")]
    private static partial Regex ListUnsubscribe();
}
