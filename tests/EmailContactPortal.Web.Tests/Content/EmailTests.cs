using System.Globalization;
using System.Net;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Content;

public sealed class EmailTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private const string Good =
        "<p>Hello {{firstname}}</p><p><a href=\"https://meadow.example/\">Shop</a> <a href=\"{{unsubscribe_url}}\">Unsubscribe</a></p>";

    [Fact]
    public async Task New_email_starts_with_the_values_of_an_active_template()
    {
        var template = await portal.InDatabaseAsync(async db =>
        {
            var made = db.Emails.Add(new Email
            {
                Kind = EmailKind.Template,
                Name = "Plain newsletter",
                Subject = "News",
                SenderName = "Meadow",
                SenderAddress = "news@meadow.example",
                Html = Good,
                IsActive = true,
            }).Entity;
            await db.SaveChangesAsync();
            return made.Id;
        });
        using var marketer = await portal.SignInAsync();
        using var made = await marketer.PostFormAsync(
            "/content/emails/new",
            new() { ["Name"] = "From a template", ["TemplateId"] = template.ToString(CultureInfo.InvariantCulture) });
        var page = await marketer.PageAsync(made.Headers.Location!.ToString());
        Assert.Equal("News", page.QuerySelector("#Subject")!.GetAttribute("value"));
        Assert.Equal(Good, page.QuerySelector("#Html")!.TextContent);
    }

    [Fact]
    public async Task Saving_raises_the_version_and_keeps_what_was_written()
    {
        using var marketer = await portal.SignInAsync();
        var path = await NewAsync(marketer, "Saved email");
        using var saved = await marketer.PostFormAsync(path, Form("Saved email", Good, version: 1));
        Assert.Equal(path, saved.Headers.Location?.ToString());
        var email = await portal.InDatabaseAsync(db => db.Emails.AsNoTracking().SingleAsync(e => e.Name == "Saved email"));
        Assert.Equal((2, Good, true), (email.Version, email.Html, email.IsActive));
    }

    [Fact]
    public async Task Saving_over_a_newer_version_is_refused_and_keeps_both()
    {
        using var marketer = await portal.SignInAsync();
        var path = await NewAsync(marketer, "Written by two");
        using var first = await marketer.PostFormAsync(path, Form("Written by two", "<p>theirs</p>", version: 1));
        using var second = await marketer.PostFormAsync(path, Form("Written by two", "<p>mine</p>", version: 1));
        var page = await second.DocumentAsync();
        Assert.Contains("Somebody else saved a newer version", page.Words(), StringComparison.Ordinal);
        Assert.Equal("<p>mine</p>", page.QuerySelector("#Html")!.TextContent);
        Assert.Equal(
            "<p>theirs</p>",
            await portal.InDatabaseAsync(db => db.Emails.Where(e => e.Name == "Written by two").Select(e => e.Html).SingleAsync()));
    }

    [Theory]
    [InlineData("<p>ok</p>\n<p>{{#if firstname}}Hello</p>", "Line 2")]
    [InlineData("<p>{{firstnam}}</p>", "nobody has a field named")]
    public async Task Broken_tag_is_refused_with_its_line_and_nothing_typed_is_lost(string html, string reason)
    {
        using var marketer = await portal.SignInAsync();
        var path = await NewAsync(marketer, "Broken " + html.Length);
        using var refused = await marketer.PostFormAsync(path, Form("Broken " + html.Length, html, version: 1));
        var page = await refused.DocumentAsync();
        Assert.Contains(reason, page.QuerySelector("[data-problems]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(html, page.QuerySelector("#Html")!.TextContent);
    }

    [Fact]
    public async Task Preview_shows_the_mail_as_a_member_reads_it_under_its_own_policy()
    {
        var member = await MemberAsync("Oskar");
        using var marketer = await portal.SignInAsync();
        var path = await NewAsync(marketer, "Previewed");
        using var preview = await marketer.PostFormAsync(
            "/content/writing/preview",
            new(Form("Previewed", Good + "<script>alert(1)</script>", 1)) { ["personId"] = member.ToString(CultureInfo.InvariantCulture) },
            tokenFrom: path);
        var html = await preview.Content.ReadAsStringAsync();
        Assert.Contains("Hello Oskar", html, StringComparison.Ordinal);
        var policy = Assert.Single(preview.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_name_what_is_wrong_while_somebody_writes()
    {
        using var marketer = await portal.SignInAsync();
        var path = await NewAsync(marketer, "Checked");
        using var answer = await marketer.PostFormAsync("/content/writing/check", Form("Checked", "<p>No way out</p>", 1), tokenFrom: path);
        Assert.Contains("There is no unsubscribe link", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_is_not_active_and_has_a_name_of_its_own()
    {
        using var marketer = await portal.SignInAsync();
        var path = await NewAsync(marketer, "Original");
        using var saved = await marketer.PostFormAsync(path, Form("Original", Good, version: 1));
        using var copy = await marketer.PostFormAsync(path + "/duplicate", [], tokenFrom: path);
        Assert.Equal(HttpStatusCode.Redirect, copy.StatusCode);
        Assert.False(await portal.InDatabaseAsync(db => db.Emails.Where(e => e.Name == "Original (copy)").Select(e => e.IsActive)
            .SingleAsync()));
    }

    [Fact]
    public async Task Search_finds_by_subject_and_nothing_found_says_how_to_widen()
    {
        using var marketer = await portal.SignInAsync();
        var path = await NewAsync(marketer, "Needle");
        using var saved = await marketer.PostFormAsync(path, Form("Needle", Good, version: 1, subject: "A subject like no other"));
        Assert.Contains("Needle", (await marketer.PageAsync("/content/emails?q=like+no+other")).Words(), StringComparison.Ordinal);
        Assert.Contains("Nothing matches", (await marketer.PageAsync("/content/emails?q=zzz")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_message_that_cannot_be_sent_says_why()
    {
        using var marketer = await portal.SignInAsync();
        var path = await NewAsync(marketer, "Tested");
        using var wrong = await marketer.PostFormAsync(
            "/content/writing/test", new(Form("Tested", Good, 1)) { ["to"] = "no address" }, tokenFrom: path);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("The address contains a space.", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Html_that_nobody_edited_is_stored_byte_for_byte()
    {
        const string stored = "<p>a</p>\n<p>b</p>\r\n\t<p>{{default firstname \"you\"}}</p>\n";
        const string text = "Hello\n\nBye\r\n";
        using var marketer = await portal.SignInAsync();
        var path = await NewAsync(marketer, "Byte for byte");
        await portal.InDatabaseAsync(db => db.Emails.Where(e => e.Name == "Byte for byte")
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.Html, stored).SetProperty(e => e.Text, text)));
        // As a browser posts what it got: every line break becomes CR LF.
        var posted = new Dictionary<string, string>(Form(
            "Byte for byte", stored.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal), 1))
        {
            ["Text"] = "Hello\r\n\r\nBye\r\n",
        };
        using var saved = await marketer.PostFormAsync(path, posted);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var email = await portal.InDatabaseAsync(db => db.Emails.AsNoTracking().SingleAsync(e => e.Name == "Byte for byte"));
        Assert.Equal((stored, text), (email.Html, email.Text));
    }

    [Theory]
    [InlineData("a\nb\r\nc\rd\n", "a\r\nb\r\nX\r\nd\r\n", "a\nb\r\nX\rd\n")]
    [InlineData("a\nb\n", "a\r\nnew\r\nb\r\n", "a\nnew\nb\n")]
    [InlineData("a\r\nb", "a\r\nnew\r\nb", "a\r\nnew\r\nb")]
    [InlineData("aaa\naaa\n", "aaa\r\naaa\r\naaa\r\n", "aaa\naaa\naaa\n")]
    [InlineData("gone\n", "", "")]
    [InlineData("", "new\r\n", "new\n")]
    [InlineData(null, "new\r\n", "new\n")]
    public void Line_that_nobody_edited_keeps_its_end(string? stored, string typed, string kept) =>
        Assert.Equal(kept, Web.Features.Content.TypedText.Into(stored, typed));

    [Fact]
    public async Task Refused_save_says_that_nothing_is_saved_and_names_every_error_once()
    {
        using var marketer = await portal.SignInAsync();
        var path = await NewAsync(marketer, "Refused whole");
        var form = new Dictionary<string, string>(Form("", "<p>a</p>\n<p>{{firstnam}}</p>\n{{#if city}}", 1))
        {
            ["SenderAddress"] = "no address",
        };
        using var refused = await marketer.PostFormAsync(path, form);
        var page = await refused.DocumentAsync();
        var problems = page.QuerySelectorAll("[data-problems] li").Select(l => l.TextContent).ToList();
        Assert.Contains("Write a name.", problems);
        Assert.Contains(problems, p => p.Contains("firstnam", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.StartsWith("Line 3:", StringComparison.Ordinal));
        Assert.DoesNotContain(
            problems,
            p => p.Contains("Line 2: Line 2", StringComparison.Ordinal) || p.Contains("Line 3: Line 3", StringComparison.Ordinal));
        Assert.Equal(problems.Count, problems.Distinct().Count());
        Assert.Contains("Not saved", page.QuerySelector("[data-saved]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Not active", page.QuerySelector(".ecp-head .ecp-state")!.TextContent, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll("[data-problems] a"), a => Assert.NotNull(page.QuerySelector(a.GetAttribute("href")!)));
    }

    [Fact]
    public async Task Preview_loads_no_style_sheet_from_elsewhere_and_leads_nowhere()
    {
        using var marketer = await portal.SignInAsync();
        var path = await NewAsync(marketer, "Foreign styles");
        using var preview = await marketer.PostFormAsync("/content/writing/preview", Form("Foreign styles", Good, 1), tokenFrom: path);
        var policy = Assert.Single(preview.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("style-src 'unsafe-inline';", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-scripts", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-top-navigation", policy, StringComparison.Ordinal);
    }

    private async Task<long> MemberAsync(string firstName) => await portal.InDatabaseAsync(async db =>
    {
        var list = db.ListTypes.Add(new Domain.Consent.ListType { Name = "News " + firstName }).Entity;
        await db.SaveChangesAsync();
        var group = db.TargetGroups.Add(new TargetGroup
        {
            Name = "Readers " + firstName,
            ListTypeId = list.Id,
            Source = TargetGroupSource.Csv,
            Status = TargetGroupStatus.Ready,
            Fields = "[{\"key\":\"city\",\"label\":\"City\"}]",
        }).Entity;
        await db.SaveChangesAsync();
        var member = db.Members.Add(new Member
        {
            TargetGroupId = group.Id,
            Email = "oskar@postbox.example",
            EmailKey = "oskar@postbox.example",
            FirstName = firstName,
        }).Entity;
        await db.SaveChangesAsync();
        return member.Id;
    });

    private static async Task<string> NewAsync(HttpClient client, string name)
    {
        using var made = await client.PostFormAsync("/content/emails/new", new() { ["Name"] = name, ["TemplateId"] = "0" });
        return made.Headers.Location!.ToString();
    }

    private static Dictionary<string, string> Form(string name, string html, int version, string subject = "Hello {{firstname}}") => new()
    {
        ["Name"] = name,
        ["Subject"] = subject,
        ["SenderName"] = "Meadow Garden",
        ["SenderAddress"] = "news@meadow.example",
        ["Html"] = html,
        ["IsActive"] = "true",
        ["Version"] = version.ToString(CultureInfo.InvariantCulture),
    };
}
