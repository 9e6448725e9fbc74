using System.Net.Sockets;
using System.Text;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Web.Tests.MailCatcher;

public sealed class MailCatcherTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();
    private readonly int port = FreePort.Next();

    public Task InitializeAsync() => portal.With("MailCatcher:Enabled", "true").With("MailCatcher:Port", $"{port}").InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task Caught_mail_can_be_read_as_HTML_text_headers_and_source_and_is_found_by_its_recipient()
    {
        await SendAsync(
            "Subject: =?utf-8?Q?Kev=C3=A4t?=\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hello</p><script>alert(1)</script>");
        var client = await portal.SignInAsync();

        var list = await client.PageAsync("/mail-catcher?q=anna%40people");

        var link = list.QuerySelector("a.ecp-name")!;
        Assert.Equal("Kevät", link.TextContent);
        var path = link.GetAttribute("href")!;
        Assert.Equal(
            "allow-popups allow-popups-to-escape-sandbox", (await client.PageAsync(path)).QuerySelector("iframe")!.GetAttribute("sandbox"));
        using var html = await client.GetAsync(path + "/html");
        Assert.Contains("sandbox", html.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("=?utf-8?Q?Kev=C3=A4t?=", (await client.PageAsync(path + "?show=source")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caught_mail_of_a_megabyte_of_header_lines_is_taken_listed_and_opened_at_once()
    {
        var start = TimeProvider.System.GetTimestamp();
        await SendAsync("Subject: long\r\nX-A: x\r\n" + string.Concat(Enumerable.Repeat(" y\r\n", 275_000)) + "\r\n<p>Hello</p>");
        var client = await portal.SignInAsync();

        var path = (await client.PageAsync("/mail-catcher")).QuerySelector("a.ecp-name")!.GetAttribute("href")!;
        Assert.Contains("long", (await client.PageAsync(path)).Words(), StringComparison.Ordinal);

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private async Task SendAsync(string message)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await reader.ReadLineAsync();
        foreach (var line in (string[])["HELO test", "MAIL FROM:<news@meadow.example>", "RCPT TO:<anna@people.example>", "DATA",
            message + "\r\n."])
        {
            await writer.WriteLineAsync(line);
            Assert.Matches("^[23]", await reader.ReadLineAsync());
        }
    }
}
