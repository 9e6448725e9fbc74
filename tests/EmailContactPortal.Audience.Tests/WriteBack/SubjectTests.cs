using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Crm;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Audience.Tests.WriteBack;

public sealed class SubjectTests
{
    [Theory]
    [InlineData("News for {{default firstname \"you\"}}, {{city}}", "News for Anna, Turku")]
    [InlineData("News for {{#if nobody}}x{{else}}all{{/if}}", "News for all")]
    [InlineData("Broken {{firstname", "Broken {{firstname")]
    public async Task The_CRM_hears_subject_and_link_as_the_person_got_them(string subject, string told)
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var connection = await fixture.AddConnectionAsync("test");
        await using var db = await fixture.OpenAsync();
        var campaign = db.Campaigns.Add(new Campaign
        {
            Name = "Spring",
            CrmConnectionId = connection,
            CreatedAt = AudienceFixture.Start,
            UpdatedAt = AudienceFixture.Start,
        }).Entity;
        await db.SaveChangesAsync();
        db.CampaignContents.Add(new CampaignContent
        {
            CampaignId = campaign.Id,
            Subject = subject,
            SenderName = "",
            SenderAddress = "news@meadow.example",
            Html = "",
            Text = "",
        });
        var link = db.CampaignLinks.Add(new CampaignLink
        {
            CampaignId = campaign.Id,
            Position = 1,
            Url = "https://meadow.example/?c={{city}}",
            Label = "",
        }).Entity;
        var delivery = db.Deliveries.Add(new Delivery
        {
            CampaignId = campaign.Id,
            Email = "a@example.com",
            EmailKey = "a@example.com",
            FirstName = "Anna",
            Fields = """{"city":"Turku"}""",
            CrmContactId = "7",
            Status = DeliveryStatus.Sent,
            SentAt = AudienceFixture.Start,
        }).Entity;
        await db.SaveChangesAsync();

        await db.AddFactsAsync(
            [new WriteBackFact(delivery.Id, CrmActivityKind.Sent, AudienceFixture.Start),
                new WriteBackFact(delivery.Id, CrmActivityKind.Clicked, AudienceFixture.Start.AddMinutes(1), link.Id)],
                CancellationToken.None);
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);

        Assert.Equal(
            [(CrmActivityKind.Sent, told), (CrmActivityKind.Clicked, "https://meadow.example/?c=Turku")],
            crm.Written.Select(w => (w.Kind, w.Detail)));
    }
}
