using System.Net;
using System.Text.Json;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;
using EmailContactPortal.Web.Logs;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Logs;

/// <summary>A page that fails with somebody's address in its exception.</summary>
[AllowAnonymous]
public sealed class FailingController : Controller
{
    [HttpGet("/fail/{address}")]
    public IActionResult Fail(string address) =>
        address.Length > 0 ? throw new InvalidOperationException($"There is no contact {address}.") : Ok();
}

public sealed class RequestLogTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new()
    {
        Configure = services => services.AddControllers().AddApplicationPart(typeof(FailingController).Assembly),
    };

    public Task InitializeAsync() => portal.InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task A_request_is_one_line_with_the_pattern_and_no_person_or_token_in_it()
    {
        var sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db));
        var token = portal.Services.GetRequiredService<PublicToken>().Create(TokenScope.Subscription, sent.Deliveries[0]);
        using var marketer = await portal.SignInAsync();
        await marketer.PageAsync("/u/" + token);
        await marketer.GetAsync("/u/a-token-that-is-not-ours");
        await marketer.GetAsync("/no/such/page/ann@example.com?who=bob%40example.com");
        await marketer.PageAsync("/reports/people?email=person1%40example.com");
        await marketer.PageAsync($"/campaigns/{sent.CampaignId}");
        Assert.Equal(HttpStatusCode.InternalServerError, (await marketer.GetAsync("/fail/carl@example.com")).StatusCode);
        await marketer.GetAsync("/health/live");

        var lines = Lines();
        var text = string.Concat(lines.Select(l => l.GetRawText()));
        foreach (var secret in (string[])[token, "a-token-that", "ann@", "bob", "person1", "carl@", PortalFactory.MarketerEmail,
            PortalFactory.Password, "such/page"])
        {
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }

        var requests = lines.Where(l => l.TryGetProperty("Route", out _)).ToList();
        Assert.Equal(
            [("/u/{token}", 200), ("/u/{token}", 404), ("(no route)", 404), ("/reports/people", 200), ("/campaigns/{id:int}", 200),
                ("/fail/{address}", 500)],
            requests.TakeLast(6).Select(l => (l.GetProperty("Route").GetString()!, l.GetProperty("StatusCode").GetInt32())));
        var ofCampaign = requests.Single(l => l.GetProperty("Route").GetString() == "/campaigns/{id:int}");
        Assert.Equal(sent.CampaignId, ofCampaign.GetProperty("Campaign").GetInt32());
        Assert.All(requests, l => Assert.True(l.TryGetProperty("Elapsed", out _) && l.TryGetProperty("Instance", out _)));
        Assert.Contains("InvalidOperationException: There is no contact [address].", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_call_of_the_api_is_logged_without_the_address_it_was_about()
    {
        using var visitor = portal.Visitor();
        await visitor.GetAsync("/api/v1/campaigns/1/recipients/ann@example.com");
        var line = Assert.Single(Lines(), l => l.TryGetProperty("Route", out _));
        Assert.Equal(
            ("/api/v1/campaigns/{id:int}/recipients/{email}", 401, 1),
            (line.GetProperty("Route").GetString(), line.GetProperty("StatusCode").GetInt32(), line.GetProperty("Campaign").GetInt32()));
    }

    private List<JsonElement> Lines()
    {
        var lines = new List<JsonElement>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(portal.DataDirectory, "logs")))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            while (reader.ReadLine() is { } line) lines.Add(JsonDocument.Parse(line).RootElement.Clone());
        }

        return lines;
    }
}
