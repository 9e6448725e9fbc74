using System.Globalization;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Web.Tests.Campaigns;

public sealed class CancelDialogTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Question_before_cancelling_counts_those_who_wait_now_and_not_when_the_page_was_opened()
    {
        var id = await new CampaignWorld(portal).LaunchedAsync(
            CampaignStatus.Sending, (DeliveryStatus.Sent, ExclusionRule.None), (DeliveryStatus.Pending, ExclusionRule.None));
        using var marketer = await portal.SignInAsync();
        var page = await marketer.PageAsync(string.Create(CultureInfo.InvariantCulture, $"/campaigns/{id}"));
        Assert.NotNull(page.QuerySelector("dialog#cancel [data-live-value=left]"));
        Assert.Equal(5, new Web.Features.Campaigns.Live.LiveCounts("Sending", true, 9, 3, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0).Left);
    }
}
