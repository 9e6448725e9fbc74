using System.Globalization;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Campaigns;

/// <summary>A target group, an email and campaigns for one test.</summary>
internal sealed class CampaignWorld(PortalFactory portal)
{
    private static int number;

    public PortalFactory Portal => portal;

    public static string Unique(string name) => string.Create(CultureInfo.InvariantCulture, $"{name} {Interlocked.Increment(ref number)}");

    /// <summary>A ready group; the first members have unsubscribed from its list type.</summary>
    public Task<int> GroupAsync(int members, int unsubscribed = 0) => portal.InDatabaseAsync(async db =>
    {
        var list = db.ListTypes.Add(new ListType { Name = Unique("Newsletter") }).Entity;
        await db.SaveChangesAsync();
        var group = db.TargetGroups.Add(new TargetGroup
        {
            Name = Unique("Readers"),
            ListTypeId = list.Id,
            Source = TargetGroupSource.Csv,
            Status = TargetGroupStatus.Ready,
            MemberCount = members,
        }).Entity;
        await db.SaveChangesAsync();
        for (var i = 0; i < members; i++)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"reader{i}@postbox.example");
            db.Members.Add(new Member
            {
                TargetGroupId = group.Id,
                Email = address,
                EmailKey = address,
                FirstName = i % 2 == 0 ? "Oskar" : "",
            });
            if (i < unsubscribed) db.Unsubscribes.Add(new Unsubscribe { ListTypeId = list.Id, Email = address, EmailKey = address });
        }

        await db.SaveChangesAsync();
        return group.Id;
    });

    public Task<int> EmailAsync(
        bool active = true, string html = "<p>Hello {{firstname}}</p><a href=\"{{unsubscribe_url}}\">Unsubscribe</a>") =>
            portal.InDatabaseAsync(async db =>
    {
        var email = db.Emails.Add(new Email
        {
            Name = Unique("Letter"),
            Subject = "News for {{firstname}}",
            SenderName = "Meadow",
            SenderAddress = "news@meadow.example",
            Html = html,
            IsActive = active,
        }).Entity;
        await db.SaveChangesAsync();
        return email.Id;
    });

    /// <summary>A draft over the given parts.</summary>
    public Task<int> DraftAsync(int? group, int? email, Action<Campaign>? also = null) => portal.InDatabaseAsync(async db =>
    {
        var campaign = new Campaign { Name = Unique("Campaign"), TargetGroupId = group, EmailId = email };
        also?.Invoke(campaign);
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync();
        return campaign.Id;
    });

    /// <summary>A launched campaign with deliveries in the given states, in one finished batch.</summary>
    public Task<int> LaunchedAsync(CampaignStatus status, params (DeliveryStatus Status, ExclusionRule Rule)[] deliveries) =>
        portal.InDatabaseAsync(async db =>
    {
        var campaign = db.Campaigns.Add(new Campaign
        {
            Name = Unique("Launched"),
            Status = status,
            LaunchedAt = PortalFactory.Start.UtcDateTime,
        }).Entity;
        await db.SaveChangesAsync();
        var rows = deliveries.Select((d, i) => new Delivery
        {
            CampaignId = campaign.Id,
            Email = $"reader{i}@postbox.example",
            EmailKey = $"reader{i}@postbox.example",
            Status = d.Status,
            Exclusion = d.Rule,
        }).ToList();
        db.Deliveries.AddRange(rows);
        db.CampaignTotals.Add(new CampaignTotals
        {
            CampaignId = campaign.Id,
            Recipients = rows.Count,
            Sent = rows.Count(d => d.Status == DeliveryStatus.Sent),
            Uncertain = rows.Count(d => d.Status == DeliveryStatus.Uncertain),
            Excluded = rows.Count(d => d.Status == DeliveryStatus.Excluded),
        });
        await db.SaveChangesAsync();
        db.DeliveryBatches.Add(new DeliveryBatch { CampaignId = campaign.Id, FirstId = rows[0].Id, LastId = rows[^1].Id, IsDone = true });
        await db.SaveChangesAsync();
        return campaign.Id;
    });

    public Task<Campaign> FindAsync(int id) => portal.InDatabaseAsync(db => db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == id));

    public Task<CampaignTotals> TotalsAsync(int id) =>
        portal.InDatabaseAsync(db => db.CampaignTotals.AsNoTracking().SingleAsync(c => c.CampaignId == id));

    /// <summary>Makes sure that there is a mail server to send with.</summary>
    public Task<int> MailServerAsync() => portal.InDatabaseAsync(async db =>
    {
        if (!await db.MailServers.AnyAsync(s => s.IsEnabled))
            db.MailServers.Add(new Domain.MailServers.MailServer { Name = "relay", Host = "127.0.0.1", Port = 1 });
        return await db.SaveChangesAsync();
    });
}
