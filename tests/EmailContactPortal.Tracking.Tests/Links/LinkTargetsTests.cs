using EmailContactPortal.Tracking.Links;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Tracking.Tests.Links;

public sealed class LinkTargetsTests
{
    [Fact]
    public async Task A_link_is_filled_from_the_frozen_delivery()
    {
        await using var fixture = await TrackingFixture.CreateAsync();
        var targets = fixture.Services.GetRequiredService<LinkTargets>();
        Assert.Equal(
            "https://meadow.example/shop?name=First2&city=Upper%20Mallow",
            await targets.FindAsync(fixture.Sent.Links[1], fixture.Sent.Deliveries[1], default));
        Assert.Equal(
            "https://meadow.example/autumn?utm_source=portal",
            await targets.FindAsync(fixture.Sent.Links[0], fixture.Sent.Deliveries[1], default));
        Assert.Null(await targets.FindAsync(12345, fixture.Sent.Deliveries[1], default));
    }
}
