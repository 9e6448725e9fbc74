using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Connecting;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Settings;

public sealed class MailServerTrialTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static Dictionary<string, string> Form(string name, int port, string host = "127.0.0.1") => new()
    {
        ["Name"] = name,
        ["Host"] = host,
        ["Port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Security"] = "None",
        ["MaxConnections"] = "2",
        ["IsEnabled"] = "false",
    };

    [Fact]
    public async Task A_server_on_a_dead_port_is_saved_and_said_to_be_dead()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);

        var saved = await admin.PostFormAsync("/settings/mail-servers/new", Form("Dead", 1));

        var page = await admin.PageAsync(saved.Headers.Location!.ToString());
        Assert.Contains("cannot be used", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Not connected", page.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_shows_each_step()
    {
        await using var server = new HostileSmtpServer();
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);

        var saved = await admin.PostFormAsync("/settings/mail-servers/new", Form("Alive", server.Port));

        var words = (await admin.PageAsync(saved.Headers.Location!.ToString())).Words();
        Assert.Contains("Connected", words, StringComparison.Ordinal);
        Assert.Contains("As it is set. Anybody on the way", words, StringComparison.Ordinal);
        Assert.Contains("PIPELINING", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_mail_goes_through_this_server_and_its_answer_is_shown()
    {
        await using var server = new HostileSmtpServer();
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var address = (await admin.PostFormAsync("/settings/mail-servers/new", Form("Tested", server.Port))).Headers.Location!.ToString();

        await admin.PostFormAsync($"{address}/test", new() { ["to"] = "someone@example.org" }, address);
        var words = (await admin.PageAsync(address)).Words();
        await admin.PostFormAsync($"{address}/test", new() { ["to"] = "nonsense" }, address);

        Assert.Equal("someone@example.org", Assert.Single(server.Taken).Recipient);
        Assert.Contains("The server took the test mail to someone@example.org: 250", words, StringComparison.Ordinal);
        Assert.DoesNotContain("took the test mail", (await admin.PageAsync(address)).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_password_does_not_go_to_another_host()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var form = Form("Secretive", 1);
        (form["UserName"], form["Password"]) = ("portal", "top secret 2");
        var address = (await admin.PostFormAsync("/settings/mail-servers/new", form)).Headers.Location!.ToString();
        (form["Host"], form["Password"]) = ("127.0.0.2", "");

        var refused = await admin.PostFormAsync(address, form);

        Assert.Contains("Enter it again", (await refused.DocumentAsync()).Words(), StringComparison.Ordinal);
        Assert.Equal(
            "127.0.0.1",
            await portal.InDatabaseAsync(db => db.MailServers.Where(m => m.Name == "Secretive").Select(m => m.Host).SingleAsync()));
    }

    [Fact]
    public async Task The_protocol_log_tells_what_was_said_and_nothing_of_people_or_secrets()
    {
        await using var server = new HostileSmtpServer
        {
            Behave = moment => moment.Stage == "RCPT" && moment.Line.Contains("full@", StringComparison.Ordinal)
                ? new SmtpAct.Say("452 4.2.2 <full@example.org> is full")
                : null,
        };
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var address = (await admin.PostFormAsync("/settings/mail-servers/new", Form("Logged", server.Port))).Headers.Location!.ToString();
        await admin.PostFormAsync($"{address}/log", new() { ["on"] = "true" }, address);

        await admin.PostFormAsync($"{address}/test", new() { ["to"] = "someone@example.org" }, address);
        await admin.PostFormAsync($"{address}/test", new() { ["to"] = "full@example.org" }, address);
        await portal.Services.GetRequiredService<ProtocolLogs>().WorkAsync();

        var words = (await admin.PageAsync(address)).QuerySelector("#log")!.TextContent;
        var file = await admin.GetStringAsync($"{address}/log.txt");
        Assert.Contains("452 4.2.2 <[address]@example.org> is full", file, StringComparison.Ordinal);
        Assert.Contains("bytes of mail", words, StringComparison.Ordinal);
        Assert.DoesNotContain("someone", words + file, StringComparison.Ordinal);
        Assert.DoesNotContain("full@", words + file, StringComparison.Ordinal);
        Assert.DoesNotContain("Subject:", words + file, StringComparison.Ordinal);
        var trouble = (await admin.PageAsync($"{address}?replies=trouble")).QuerySelectorAll("#log li");
        Assert.Contains("452", Assert.Single(trouble).TextContent, StringComparison.Ordinal);

        await admin.PostFormAsync($"{address}/log", new() { ["on"] = "false" }, address);
        await admin.PostFormAsync($"{address}/test", new() { ["to"] = "later@example.org" }, address);
        await portal.Services.GetRequiredService<ProtocolLogs>().WorkAsync();
        Assert.Equal(file, await admin.GetStringAsync($"{address}/log.txt"));
    }

    [Fact]
    public async Task Microsoft_365_needs_directory_and_client()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var form = Form("Cloud", 587, "smtp.office365.invalid");
        (form["SignIn"], form["UserName"], form["Password"]) = (nameof(MailSignIn.Microsoft365), "news@example.com", "client secret");

        var refused = await admin.PostFormAsync("/settings/mail-servers/new", form);

        Assert.Contains("needs the directory (tenant) id", (await refused.DocumentAsync()).Words(), StringComparison.Ordinal);
    }
}
