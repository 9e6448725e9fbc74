using System.Text;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Campaigns;

public sealed class LogUploadTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task An_uploaded_log_settles_uncertain_messages_and_the_page_says_how_many()
    {
        var world = new CampaignWorld(portal);
        var id = await world.LaunchedAsync(
            CampaignStatus.Sent, (DeliveryStatus.Uncertain, ExclusionRule.None), (DeliveryStatus.Uncertain, ExclusionRule.None));
        await portal.InDatabaseAsync(db => db.Deliveries.Where(d => d.CampaignId == id)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.MessageId, d => d.Email)));
        var marketer = await portal.SignInAsync();
        const string log =
            "Nov 21 18:00:00 relay postfix/cleanup[2]: AAAAAA1111: message-id=<reader0@postbox.example>\nNov 21 18:00:01 relay "
                + "postfix/smtp[4]: AAAAAA1111: to=<x@y.example>, dsn=2.0.0, status=sent (250 ok)\n";

        using var form = new MultipartFormDataContent
        {
            { new StringContent(await marketer.FormTokenAsync($"/campaigns/{id}")), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(log)), "file", "mail.log" },
        };
        await marketer.PostAsync($"/campaigns/{id}/uncertain/log", form);

        Assert.Contains(
            "The log settles 1 uncertain message: 1 counts as sent, 0 as bounced. 1 is left",
            (await marketer.PageAsync($"/campaigns/{id}")).DocumentElement.TextContent, StringComparison.Ordinal);
        var totals = await world.TotalsAsync(id);
        Assert.Equal((1, 1), (totals.Sent, totals.Uncertain));
    }
}
