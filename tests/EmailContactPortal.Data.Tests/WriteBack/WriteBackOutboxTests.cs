using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Tests.WriteBack;

public sealed class WriteBackOutboxTests
{
    private static readonly DateTime At = new(2026, 11, 20, 8, 30, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Only_sent_deliveries_of_a_crm_campaign_leave_an_entry_and_only_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = await Open(services);
        var crm = await AddCampaignAsync(db, connection: 5);
        var csv = await AddCampaignAsync(db, connection: null);

        await db.AddSentAsync(crm, 0, long.MaxValue, CancellationToken.None);
        await db.AddSentAsync(crm, 0, long.MaxValue, CancellationToken.None);
        await db.AddSentAsync(csv, 0, long.MaxValue, CancellationToken.None);

        var entry = await db.WriteBackEntries.AsNoTracking().SingleAsync();
        Assert.Equal(
            (5, "12x1", CrmActivityKind.Sent, WriteBackStatus.Pending, At),
            (entry.CrmConnectionId, entry.CrmContactId, entry.Kind, entry.Status, entry.At));
        Assert.Equal($"{entry.DeliveryId}:sent", entry.ExternalId);
    }

    [Fact]
    public async Task Opens_share_one_entry_that_waits_again_after_it_was_written()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = await Open(services);
        var crm = await AddCampaignAsync(db, connection: 5);
        var delivery = await db.Deliveries.Where(d => d.CampaignId == crm && d.CrmContactId == "12x1").Select(d => d.Id).SingleAsync();

        await db.AddFactsAsync(
            [new(delivery, CrmActivityKind.Opened, At), new(delivery, CrmActivityKind.Opened, At.AddSeconds(9.5))], CancellationToken.None);
        await db.WriteBackEntries.ExecuteUpdateAsync(s => s.SetProperty(e => e.Status, WriteBackStatus.Written));
        await db.AddFactsAsync([new(delivery, CrmActivityKind.Opened, At.AddMinutes(3))], CancellationToken.None);

        var entry = await db.WriteBackEntries.AsNoTracking().SingleAsync();
        Assert.Equal((WriteBackStatus.Pending, At.AddMinutes(3)), (entry.Status, entry.At));
        Assert.Equal(At.AddMinutes(3) + WriteBackOutbox.Coalesce, entry.NextAttemptAt);
    }

    [Fact]
    public async Task Clicks_on_two_links_and_leaving_twice_are_records_of_their_own()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = await Open(services);
        var crm = await AddCampaignAsync(db, connection: 5);
        var delivery = await db.Deliveries.Where(d => d.CampaignId == crm && d.CrmContactId == "12x1").Select(d => d.Id).SingleAsync();

        await db.AddFactsAsync(
            [
                new(delivery, CrmActivityKind.Clicked, At, 1),
                new(delivery, CrmActivityKind.Clicked, At.AddSeconds(1), 2),
                new(delivery, CrmActivityKind.Clicked, At.AddSeconds(2), 1),
                new(delivery, CrmActivityKind.Unsubscribed, At.AddSeconds(3)),
                new(delivery, CrmActivityKind.Resubscribed, At.AddSeconds(4)),
                new(delivery, CrmActivityKind.Unsubscribed, At.AddSeconds(5)),
            ],
            CancellationToken.None);

        var kinds = await db.WriteBackEntries.AsNoTracking().OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync();
        Assert.Equal(
            [CrmActivityKind.Clicked, CrmActivityKind.Clicked, CrmActivityKind.Unsubscribed, CrmActivityKind.Resubscribed,
                CrmActivityKind.Unsubscribed], kinds);
        Assert.Equal(At.AddSeconds(2), await db.WriteBackEntries.Where(e => e.LinkId == 1).Select(e => e.At).SingleAsync());
    }

    private static async Task<int> AddCampaignAsync(PortalContext db, int? connection)
    {
        var campaign = new Campaign { Name = $"c{connection}", CrmConnectionId = connection, CreatedAt = At, UpdatedAt = At };
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync();
        db.Deliveries.AddRange(
            new Delivery
            {
                CampaignId = campaign.Id,
                Email = "a@example.com",
                EmailKey = "a@example.com",
                CrmContactId = "12x1",
                Status = DeliveryStatus.Sent,
                SentAt = At,
            },
            new Delivery
            {
                CampaignId = campaign.Id,
                Email = "b@example.com",
                EmailKey = "b@example.com",
                CrmContactId = "12x2",
                Status = DeliveryStatus.Rejected,
            },
            new Delivery
            {
                CampaignId = campaign.Id,
                Email = "c@example.com",
                EmailKey = "c@example.com",
                Status = DeliveryStatus.Sent,
                SentAt = At,
            });
        await db.SaveChangesAsync();
        return campaign.Id;
    }

    private static Task<PortalContext> Open(ServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
}
