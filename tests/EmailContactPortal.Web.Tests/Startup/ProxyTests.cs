using System.Net;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;
using EmailContactPortal.Web.Startup;
using EmailContactPortal.Web.Tests.Api;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Startup;

/// <summary>The portal behind a proxy that ends TLS.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new PortalFactory().With("Portal:PublicUrl", "https://mail.meadow.example");

    public Task InitializeAsync() => portal.InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task Cookies_are_secure_and_browsers_are_told_to_come_by_https()
    {
        using var visitor = Visitor();
        using var page = await visitor.GetAsync("/account/sign-in");
        Assert.All(page.Headers.GetValues("Set-Cookie"), c => Assert.Contains("secure", c, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("max-age=", Assert.Single(page.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        var fields = new Dictionary<string, string>
        {
            ["Email"] = PortalFactory.MarketerEmail,
            ["Password"] = PortalFactory.Password,
            ["ReturnUrl"] = "/campaigns",
        };
        using var signedIn = await visitor.PostFormAsync("/account/sign-in", fields);
        Assert.Equal("/campaigns", signedIn.Headers.Location!.OriginalString);
        Assert.All(signedIn.Headers.GetValues("Set-Cookie"), c => Assert.Contains("secure", c, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/campaigns")).StatusCode);
    }

    [Fact]
    public async Task The_host_that_a_request_names_is_never_repeated()
    {
        using var visitor = Visitor();
        visitor.DefaultRequestHeaders.Host = "evil.example";
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil2.example");
        foreach (var path in (string[])["/", "/campaigns", "/account/sign-in", "/account/forgotten", "/openapi/v1.json", "/nothing",
            "/hangfire", "/api/v1/campaigns", "/u/nonsense"])
        {
            using var response = await visitor.GetAsync(path);
            Assert.DoesNotContain("evil", response.Headers + await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var signIn = await visitor.GetAsync("/campaigns?status=Draft");
        Assert.Equal("/account/sign-in?returnUrl=%2Fcampaigns%3Fstatus%3DDraft", signIn.Headers.Location!.OriginalString);
        using var api = portal.Api(null);
        Assert.Contains(
            "https://mail.meadow.example/", (await api.JsonAsync("/openapi/v1.json")).GetProperty("servers").GetRawText(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_holds_the_address_of_who_acted_and_not_of_the_proxy()
    {
        var sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db));
        using var visitor = Visitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.77");
        var token = portal.Services.GetRequiredService<PublicToken>().Create(TokenScope.Subscription, sent.Deliveries[0]);
        using var left = await visitor.PostAsync("/u/" + token, new FormUrlEncodedContent([new("action", "unsubscribe")]));
        Assert.Equal("198.51.100.77", await portal.InDatabaseAsync(db => db.ConsentChanges.Select(c => c.RemoteAddress).SingleAsync()));
    }

    [Theory]
    [InlineData("loopback", 1, 1)]
    [InlineData("loopback, 10.0.0.5", 2, 1)]
    [InlineData("10.0.0.0/8,2001:db8::/32,192.0.2.1", 1, 2)]
    public void Proxies_are_addresses_networks_or_loopback(string setting, int proxies, int networks)
    {
        var options = Proxies.Read(setting, out var unknown);
        Assert.Null(unknown);
        Assert.Equal((proxies, networks), (options.KnownProxies.Count, options.KnownIPNetworks.Count));
        Assert.Equal(ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, options.ForwardedHeaders);
    }

    [Fact]
    public void With_no_proxy_named_nobody_is_believed() => Assert.Equal(ForwardedHeaders.None, Proxies.Read("", out _).ForwardedHeaders);

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.0/64")]
    public void A_proxy_that_is_none_is_named_at_start(string setting)
    {
        Proxies.Read(setting, out var unknown);
        Assert.Equal(setting, unknown);
    }

    private HttpClient Visitor()
    {
        var client = portal.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new Uri("https://localhost") });
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        return client;
    }
}

/// <summary>With an http address nothing is marked for https.</summary>
public sealed class PrivateFileTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Nobody_else_on_the_machine_may_read_what_the_portal_keeps()
    {
        if (OperatingSystem.IsWindows()) return;
        using var marketer = await portal.SignInAsync();
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead
            | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(portal.DataDirectory) & Others);
        foreach (var path in Directory.EnumerateFileSystemEntries(portal.DataDirectory, "*", SearchOption.AllDirectories))
            Assert.True((File.GetUnixFileMode(path) & Others) == 0, path);
    }

    [Fact]
    public async Task Over_plain_http_a_cookie_still_works()
    {
        using var marketer = await portal.SignInAsync();
        using var page = await marketer.GetAsync("/campaigns");
        Assert.False(page.Headers.Contains("Strict-Transport-Security"));
    }
}
