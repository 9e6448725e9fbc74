using System.Net;
using EmailContactPortal.Crm;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace EmailContactPortal.Web.Tests.CrmConnections;

public sealed class ConnectionFormTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();
    private CrmSettings? opened;

    public async Task InitializeAsync()
    {
        portal.Configure = services => services.AddSingleton(new CrmAdapterKind("strange", "Strange CRM", Open)
        {
            Address = new CrmBaseField("Address", Placeholder: "https://strange.example"),
            Secret = new CrmBaseField("Client secret"),
            Options =
            [
                new("days", "Days to look back", CrmOptionType.Number) { Group = "Reading", Default = "7", Min = 1, Max = 30 },
                new("quiet", "Write nothing", CrmOptionType.Switch) { Group = "Writing back" },
                new("pin", "Pin of the second lock", CrmOptionType.Secret) { Group = "Writing back", Required = true },
                new("states", "States", CrmOptionType.Lines) { Default = "Active" },
            ],
        });
        await portal.InitializeAsync();
    }

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task Form_is_drawn_and_checked_from_what_the_kind_wants_to_know()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        Assert.Contains("Strange CRM", (await admin.PageAsync("/settings/crm-connections/new")).Words(), StringComparison.Ordinal);
        var empty = await admin.PageAsync("/settings/crm-connections/new?kind=strange");
        Assert.Equal("7", empty.QuerySelector("[name='Form.Settings[days]']")!.GetAttribute("value"));
        Assert.Contains("Client secret", empty.Words(), StringComparison.Ordinal);

        using var refused = await admin.PostFormAsync("/settings/crm-connections/new", Typed("31", pin: ""));
        var page = await refused.DocumentAsync();
        Assert.Contains(
            "Days to look back is a whole number from 1 to 30.", page.QuerySelector("#Form_Options_days-wrong")!.TextContent,
            StringComparison.Ordinal);
        Assert.Equal("31", page.QuerySelector("#Form_Options_days")!.GetAttribute("value"));
        Assert.Contains(
            "Pin of the second lock is missing.", page.QuerySelector("#Form_Options_pin-wrong")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_options_are_stored_encrypted_shown_to_the_adapter_alone_and_kept_when_not_typed_again()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var made = await admin.PostFormAsync("/settings/crm-connections/new", Typed("14", pin: "four-five-six"));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var path = made.Headers.Location!.ToString();
        var stored = await portal.InDatabaseAsync(db => db.CrmConnections.Where(c => c.Kind == "strange").Select(c => c.Options)
            .SingleAsync());
        Assert.DoesNotContain("four-five-six", stored, StringComparison.Ordinal);
        Assert.Equal("""{"days":14,"quiet":true,"pin":"four-five-six","states":["Active","Planned"]}""", opened!.Options);

        var page = await admin.PageAsync(path);
        Assert.DoesNotContain("four-five-six", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("Stored, not shown", page.QuerySelector("#Form_Options_pin-hint")!.TextContent, StringComparison.Ordinal);
        using var saved = await admin.PostFormAsync(path, Typed("3", pin: "", secret: ""));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(
            ("the secret", true),
            (opened.Secret,
                opened.Options.Contains("four-five-six", StringComparison.Ordinal)
                    && opened.Options.Contains("\"days\":3", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Stored_secret_is_not_sent_to_another_server_and_the_type_stays()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var made = await admin.PostFormAsync("/settings/crm-connections/new", Typed("14", pin: "p"));
        var path = made.Headers.Location!.ToString();

        using var elsewhere = await admin.PostFormAsync(
            path, new(Typed("14", "p", secret: "")) { ["Form.Url"] = "https://elsewhere.example" });
        Assert.Contains("leads to another server", (await elsewhere.DocumentAsync()).Words(), StringComparison.Ordinal);
        using var other = await admin.PostFormAsync(path, new(Typed("14", "p")) { ["Form.Kind"] = "demo" });
        Assert.Contains("The type of a connection cannot change", (await other.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://strange.example", "anna", "Active", "goes there without encryption")]
    [InlineData("https://strange.example:8443", "anna", "Active", "leads to another server")]
    [InlineData("https://strange.example", "bert", "Active", "The user is another one")]
    [InlineData("https://strange.example", "anna", "https://tokens.elsewhere.example/oauth", "The options lead to another server")]
    public async Task Stored_secrets_are_asked_for_again_when_they_would_go_another_way(
        string url, string user, string states, string words)
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var made = await admin.PostFormAsync("/settings/crm-connections/new", new(Typed("14", "p")) { ["Form.UserName"] = "anna" });
        var path = made.Headers.Location!.ToString();
        var changed = new Dictionary<string, string>(Typed("14", "", secret: ""))
        {
            ["Form.Url"] = url,
            ["Form.UserName"] = user,
            ["Form.Settings[states]"] = states,
        };
        opened = null;

        using var refused = await admin.PostFormAsync(path, changed);
        using var tried = await admin.PostFormAsync(path + "/try", changed, path);
        var page = await refused.DocumentAsync();

        Assert.Contains(words, page.QuerySelector("#Form_Secret-wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Pin of the second lock", page.QuerySelector("#Form_Options_pin-wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(words, (await tried.DocumentAsync()).Words(), StringComparison.Ordinal);
        Assert.Null(opened);
        using var again = await admin.PostFormAsync(path, new(changed) { ["Form.Secret"] = "another", ["Form.Settings[pin]"] = "q" });
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    [Fact]
    public async Task Private_address_is_refused_in_words_unless_the_configuration_allows_it()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var made = await admin.PostFormAsync(
            "/settings/crm-connections/new",
            new()
            {
                ["Form.Name"] = "Inside",
                ["Form.Kind"] = "vtiger",
                ["Form.Url"] = "http://127.0.0.1:9",
                ["Form.UserName"] = "u",
                ["Form.Secret"] = "s",
            });

        Assert.Contains(
            "127.0.0.1 is inside a private network, which outgoing requests may not reach. An administrator can allow it with "
                + "Outgoing:AllowPrivateNetworks.", (await admin.PageAsync(made.Headers.Location!.ToString())).Words(),
                StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Typed(string days, string pin, string secret = "the secret") => new()
    {
        ["Form.Name"] = "Strange",
        ["Form.Kind"] = "strange",
        ["Form.Url"] = "https://strange.example",
        ["Form.Secret"] = secret,
        ["Form.Settings[days]"] = days,
        ["Form.Settings[quiet]"] = "true",
        ["Form.Settings[pin]"] = pin,
        ["Form.Settings[states]"] = "Active\r\nPlanned\r\n",
    };

    private ICrmAdapter Open(CrmSettings settings)
    {
        opened = settings;
        var adapter = new Mock<ICrmAdapter>();
        adapter.Setup(a => a.ProbeAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new CrmProbe { Product = "Strange", Campaigns = 1 });
        return adapter.Object;
    }
}
