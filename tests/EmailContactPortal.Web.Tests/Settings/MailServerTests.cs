using EmailContactPortal.Data.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Settings;

public sealed class MailServerTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static Dictionary<string, string> Form(string name, string host = "relay.example", string port = "587") => new()
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

        Assert.Equal("/settings/mail-servers", made.Headers.Location?.ToString());
        var server = await portal.InDatabaseAsync(db => db.MailServers.AsNoTracking().SingleAsync(m => m.Name == "Relay"));
        Assert.DoesNotContain("top secret", server.ProtectedPassword, StringComparison.Ordinal);
        Assert.Equal("top secret 1", portal.Services.GetRequiredService<SecretBox>().Open(server.ProtectedPassword));
        Assert.DoesNotContain("top secret", (await admin.PageAsync($"/settings/mail-servers/{server.Id}")).DocumentElement.OuterHtml, StringComparison.Ordinal);
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
}
