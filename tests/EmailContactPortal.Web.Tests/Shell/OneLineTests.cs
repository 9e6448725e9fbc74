using System.Net;
using System.Text;
using EmailContactPortal.Audience.Csv;
using EmailContactPortal.Domain;
using EmailContactPortal.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Shell;

/// <summary>What people and programs write into one line stays one line, in the database and in files.</summary>
public sealed class OneLineTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Theory]
    [InlineData("Spring\r\nfair", "Spring fair")]
    [InlineData("  Spring\u0000 fair\t ", "Spring fair")]
    [InlineData("a\u2028b\u2029c\u0085d\u000be", "a b c d e")]
    [InlineData("\u202Egnp.exe", "gnp.exe")]
    [InlineData("\uFEFFname\u200B", "name")]
    [InlineData("family 👨‍👩‍👧 فارسی", "family 👨‍👩‍👧 فارسی")]
    [InlineData("\u0001\u001b[31m", "[31m")]
    [InlineData(null, "")]
    public void One_rule_makes_one_line(string? text, string expected) => Assert.Equal(expected, Text.OneLine(text));

    [Fact]
    public void Half_a_character_goes() => Assert.Equal("ab", Text.OneLine("a" + (char)0xD83D + "b" + (char)0xDC00));

    [Fact]
    public async Task Pages_and_api_keep_names_and_subjects_in_one_line()
    {
        using var api = await portal.ApiAsync();
        var made = await api.PostAsync("/api/v1/campaigns", new { name = "Line\u0000 one\r\nBcc: x" }, HttpStatusCode.Created);
        Assert.Equal("Line one Bcc: x", made.Text("name"));
        using var patched = await api.PatchAsync(
            $"/api/v1/campaigns/{made.Int("id")}",
            new StringContent(
                """{"subject":"Hello\u0000\r\nBcc: y","senderName":"A\nB","tags":["a\r\nb"]}""", Encoding.UTF8, "application/json"));
        var kept = await portal.InDatabaseAsync(db => db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == made.Int("id")));
        Assert.Equal(("Line one Bcc: x", "Hello Bcc: y", "A B", "a b"), (kept.Name, kept.Subject, kept.SenderName, kept.Tags));
        await api.PostAsync("/api/v1/campaigns", new { name = "\u0000\r\n" }, HttpStatusCode.BadRequest);

        await api.PostAsync(
            "/api/v1/emails",
            new
            {
                name = "Letter\u0000\n1",
                subject = "S\u2028T",
                senderName = "N\u0000",
                senderAddress = "a@example.com",
                html = "<p>x</p>",
                active = true,
            }, HttpStatusCode.Created);
        var email = await portal.InDatabaseAsync(db => db.Emails.AsNoTracking().SingleAsync(e => e.SenderAddress == "a@example.com"));
        Assert.Equal(("Letter 1", "S T", "N"), (email.Name, email.Subject, email.SenderName));

        using var marketer = await portal.SignInAsync();
        using var page = await marketer.PostFormAsync("/campaigns/new", new() { ["Name"] = "From a page\u0001\r\nSecond" });
        using var broken = await marketer.PostFormAsync("/campaigns/new", new() { ["Name"] = "From a\u0000 page" });
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Contains("Nothing was changed", (await broken.DocumentAsync()).Words(), StringComparison.Ordinal);
        Assert.True(await portal.InDatabaseAsync(db => db.Campaigns.AnyAsync(c => c.Name == "From a page Second")));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＋358", "'＋358")]
    [InlineData("－1", "'－1")]
    [InlineData("＠SUM(A1)", "'＠SUM(A1)")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("\u00A0\u200B=1", "'\u00A0\u200B=1")]
    [InlineData("|calc", "'|calc")]
    [InlineData("%0A=1", "'%0A=1")]
    [InlineData("\tcmd", "'\tcmd")]
    [InlineData("\r\n=1", "'\r\n'=1")]
    [InlineData("x;=1+1", "x;'=1+1")]
    [InlineData("x\n@y", "x\n'@y")]
    [InlineData("\"=1\"", "'\"=1\"")]
    [InlineData("-5", "'-5")]
    [InlineData("+358 40 1234567", "'+358 40 1234567")]
    [InlineData("ann@example.com", "ann@example.com")]
    [InlineData("a = b, c - d", "a = b, c - d")]
    [InlineData("", "")]
    public async Task No_value_of_an_export_runs_in_a_spreadsheet(string value, string expected)
    {
        using var output = new MemoryStream();
        await CsvExport.WriteAsync(output, ["v"], Rows(value), default);
        var text = Encoding.UTF8.GetString(output.ToArray())[1..];
        var cell = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimEnd('\r', '\n');
        if (cell.StartsWith('"') && cell.EndsWith('"') && cell.Length > 1)
            cell = cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
        Assert.Equal(expected, cell);
    }

    private static async IAsyncEnumerable<string?[]> Rows(string value)
    {
        await Task.Yield();
        yield return [value];
    }
}
