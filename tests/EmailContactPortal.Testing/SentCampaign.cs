using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.TargetGroups;

namespace EmailContactPortal.Testing;

/// <summary>A campaign as it stands in the tables after everything was sent; for tests of what comes back.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="ListTypeId">Its list type.</param>
/// <param name="Links">Ids of its two links: plain, and with the merge fields firstname and city.</param>
/// <param name="Deliveries">Ids of its deliveries.</param>
public sealed record SentCampaign(int CampaignId, int ListTypeId, IReadOnlyList<int> Links, IReadOnlyList<long> Deliveries)
{
    public static readonly DateTime SentAt = new(2026, 11, 20, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>Writes one with <paramref name="people"/> recipients <c>person1@example.com</c> and so on.</summary>
    public static async Task<SentCampaign> AddAsync(PortalContext db, int people = 3, bool fromCrm = false, string name = "Autumn sale")
    {
        var list = new ListType { Name = name + " list", Description = "News once a month", CreatedAt = SentAt, UpdatedAt = SentAt };
        db.Add(list);
        CrmConnection? crm = null;
        if (fromCrm) db.Add(crm = new CrmConnection { Name = name + " CRM", Kind = CrmConnection.DemoKind, CreatedAt = SentAt });
        await db.SaveChangesAsync();

        var group = new TargetGroup
        {
            Name = name + " group",
            ListTypeId = list.Id,
            Source = fromCrm ? TargetGroupSource.Crm : TargetGroupSource.Csv,
            Status = TargetGroupStatus.Ready,
            Fields = """[{"key":"city","label":"City"}]""",
            MemberCount = people,
            CreatedAt = SentAt,
            UpdatedAt = SentAt,
        };
        db.Add(group);
        await db.SaveChangesAsync();
        var campaign = new Campaign
        {
            Name = name,
            Status = CampaignStatus.Sent,
            TargetGroupId = group.Id,
            ListTypeId = list.Id,
            CrmConnectionId = crm?.Id,
            CreatedAt = SentAt,
            UpdatedAt = SentAt,
            LaunchedAt = SentAt,
            FinishedAt = SentAt.AddMinutes(4),
        };
        db.Add(campaign);
        await db.SaveChangesAsync();
        db.Add(new CampaignContent
        {
            CampaignId = campaign.Id,
            Subject = "Last days, {{firstname}}",
            SenderName = "Meadow Garden",
            SenderAddress = "news@meadow.example",
            Html =
                """<html><body><h1>Hello {{firstname}}</h1><p><a href="https://meadow.example/autumn">See the offers</a></p><p><a href="{{unsubscribe_url}}">Unsubscribe</a></p></body></html>""",
            Text = "Hello {{firstname}}",
        });
        db.Add(new CampaignTotals { CampaignId = campaign.Id, Recipients = people, Sent = people });
        var links = new[]
        {
            new CampaignLink
            {
                CampaignId = campaign.Id,
                Position = 1,
                Url = "https://meadow.example/autumn?utm_source=portal",
                Label = "See the offers",
            },
            new CampaignLink
            {
                CampaignId = campaign.Id,
                Position = 2,
                Url = "https://meadow.example/shop?name={{firstname}}&city={{city}}",
                Label = "Your shop",
            },
        };
        db.AddRange(links);
        var deliveries = Enumerable.Range(1, people).Select(n => Delivery(campaign.Id, n, fromCrm)).ToList();
        db.AddRange(deliveries);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        return new SentCampaign(campaign.Id, list.Id, [.. links.Select(l => l.Id)], [.. deliveries.Select(d => d.Id)]);
    }

    private static Delivery Delivery(int campaignId, int number, bool fromCrm)
    {
        var email = $"person{number}@example.com";
        return new Delivery
        {
            CampaignId = campaignId,
            Email = email,
            EmailKey = EmailAddress.Key(email),
            FirstName = number == 1 ? "Åsa & Co" : $"First{number}",
            LastName = $"Last{number}",
            Fields = """{"city":"Upper Mallow"}""",
            CrmContactId = fromCrm ? $"{number}" : null,
            Status = DeliveryStatus.Sent,
            Attempts = 1,
            AttemptedAt = SentAt,
            FirstAttemptAt = SentAt,
            SentAt = SentAt.AddSeconds(number),
            MessageId = $"{campaignId}.{number}@meadow.example",
            SmtpReply = "250 2.0.0 queued as 4Fq1",
        };
    }
}
