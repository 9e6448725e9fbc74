using EmailContactPortal.Sending.Launching;
using EmailContactPortal.Sending.Tests.Delivering;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Tests.Launching;

public sealed class AudienceWriterTests
{
    [Fact]
    public async Task A_launch_that_comes_second_leaves_the_batches_of_the_first_alone()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, people: 20);
        var seen = await campaign.ReadAsync();
        var group = seen.TargetGroupId!.Value;
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        await using var db = await campaign.OpenAsync();
        await db.DeliveryBatches.ExecuteUpdateAsync(s => s.SetProperty(b => b.FencingToken, 7).SetProperty(b => b.Owner, "somebody"));
        var listType = await db.Campaigns.Where(c => c.Id == campaign.Id).Select(c => c.ListTypeId!.Value).SingleAsync();

        await new AudienceWriter(db).WriteAsync(seen, group, listType, campaign.Clock.GetUtcNow().UtcDateTime, default);

        Assert.Equal((7L, "somebody"), await db.DeliveryBatches.Select(b => ValueTuple.Create(b.FencingToken, b.Owner)).SingleAsync());
        Assert.Equal(20, await db.Deliveries.CountAsync(d => d.CampaignId == campaign.Id));
    }
}
