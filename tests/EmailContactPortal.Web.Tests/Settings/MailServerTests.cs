using EmailContactPortal.Data.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Settings;

public sealed class MailServerTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static Dictionary<string, string> Form(string name, string host = "relay.invalid", string port = "587") => new()
    {
        ["Name"] = name,
        ["Host"] = host,
        ["Port"] = port,
        ["Security"] = "StartTls",
        ["UserName"] = "portal",
        ["Password"] = "top secret 1",
        ["MaxConnections"] = "8",
        ["MaxPerSecond"] = "2.5",
        ["IsEnabled"] = "true",
    };

    [Fact]
    public async Task The_server_of_the_settings_is_shown_and_keeps_its_address()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var id = await portal.InDatabaseAsync(db => db.MailServers.Where(m => m.FromSettings).Select(m => m.Id).SingleAsync());

        await admin.PostFormAsync($"/settings/mail-servers/{id}", Form("Renamed", "elsewhere.example"));

        var server = await portal.InDatabaseAsync(db => db.MailServers.AsNoTracking().SingleAsync(m => m.Id == id));
        Assert.Equal(("Renamed", "127.0.0.1"), (server.Name, server.Host));
    }

    [Fact]
    public async Task A_password_is_stored_encrypted_and_never_shown()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);

        var made = await admin.PostFormAsync("/settings/mail-servers/new", Form("Relay"));

        var server = await portal.InDatabaseAsync(db => db.MailServers.AsNoTracking().SingleAsync(m => m.Name == "Relay"));
        Assert.Equal($"/settings/mail-servers/{server.Id}", made.Headers.Location?.ToString());
        Assert.DoesNotContain("top secret", server.ProtectedPassword, StringComparison.Ordinal);
        Assert.Equal("top secret 1", portal.Services.GetRequiredService<SecretBox>().Unprotect(server.ProtectedPassword));
        Assert.DoesNotContain(
            "top secret", (await admin.PageAsync($"/settings/mail-servers/{server.Id}")).DocumentElement.OuterHtml,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "587", "Write the host name")]
    [InlineData("relay.example:25", "587", "without port")]
    [InlineData("relay.example", "0", "from 1 to 65535")]
    public async Task Bad_input_names_the_field_and_the_remedy(string host, string port, string says)
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);

        var refused = await admin.PostFormAsync("/settings/mail-servers/new", Form("Bad " + says, host, port));

        Assert.Contains(says, (await refused.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_servers_cannot_have_one_name()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        await admin.PostFormAsync("/settings/mail-servers/new", Form("Twin"));

        var refused = await admin.PostFormAsync("/settings/mail-servers/new", Form("Twin"));

        Assert.Contains("There is already a mail server named “Twin”", (await refused.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_and_a_warm_up_plan_are_kept_and_shown_with_progress()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var form = Form("Young");
        foreach (var (name, value) in new[]
        {
            ("MaxPerHour", "1000"),
            ("MaxPerDay", "8000"),
            ("Weight", "3"),
            ("DeliversItself", "true"),
            ("WarmsUp", "true"),
            ("WarmUpPlan", "50 100\n200"),
        })
            form[name] = value;

        await admin.PostFormAsync("/settings/mail-servers/new", form);

        var server = await portal.InDatabaseAsync(db => db.MailServers.AsNoTracking().SingleAsync(m => m.Name == "Young"));
        Assert.Equal(
            (1000, 8000, 3, true, "50, 100, 200"),
            (server.MaxPerHour, server.MaxPerDay, server.Weight, server.DeliversItself, server.WarmUpPlan));
        await portal.InDatabaseAsync(async db =>
        {
            db.MailServerDays.Add(new() { MailServerId = server.Id, Day = server.WarmUpStartsOn!.Value, Used = 20 });
            return await db.SaveChangesAsync();
        });
        var words = (await admin.PageAsync($"/settings/mail-servers/{server.Id}")).Words();
        Assert.Contains("Day 1 of 3", words, StringComparison.Ordinal);
        Assert.Contains("20 of 50", words, StringComparison.Ordinal);
        Assert.Contains(
            "2.5 a second, 1,000 an hour, 8,000 a day, warm-up", (await admin.PageAsync("/settings/mail-servers")).Words(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_that_cannot_be_read_is_refused_at_its_field()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var form = Form("Unread");
        (form["WarmsUp"], form["WarmUpPlan"]) = ("true", "200, lots");

        var refused = await admin.PostFormAsync("/settings/mail-servers/new", form);

        Assert.Contains("“lots” is not a number of mails", (await refused.DocumentAsync()).Words(), StringComparison.Ordinal);
        Assert.False(await portal.InDatabaseAsync(db => db.MailServers.AnyAsync(m => m.Name == "Unread")));
    }

    [Fact]
    public async Task List_says_why_a_server_takes_nothing_or_less()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        await admin.PostFormAsync("/settings/mail-servers/new", Form("Slow one"));
        await admin.PostFormAsync("/settings/mail-servers/new", Form("Full one"));
        var now = portal.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        await portal.InDatabaseAsync(async db =>
        {
            var slow = await db.MailServers.SingleAsync(m => m.Name == "Slow one");
            var full = await db.MailServers.SingleAsync(m => m.Name == "Full one");
            (full.FullUntil, full.FullBecause) = (now.AddHours(1), "Its limit of 100 mails an hour is reached.");
            db.Slowdowns.Add(new()
            {
                MailServerId = slow.Id,
                PerSecond = 12,
                FullPerSecond = 50,
                Since = now,
                ChangedAt = now,
                Reason = "451 4.7.1 try later",
            });
            return await db.SaveChangesAsync();
        });

        var words = (await admin.PageAsync("/settings/mail-servers")).Words();

        Assert.Contains("Slowed to 12 per second", words, StringComparison.Ordinal);
        Assert.Contains("It answered “451 4.7.1 try later”.", words, StringComparison.Ordinal);
        Assert.Contains("Its limit of 100 mails an hour is reached. Goes on", words, StringComparison.Ordinal);
    }
}
