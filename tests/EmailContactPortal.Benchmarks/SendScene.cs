using System.Globalization;
using System.Text;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Sending.Signing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Benchmarks;

/// <summary>A group, an email of the wished size with ten tracked links in each part, and a campaign that is due.</summary>
internal sealed class SendScene(IServiceProvider services, int size)
{
    private const int Links = 10;
    private const string Sentence =
        "Spring comes to Helsinki with new colours, fresh ideas and offers that you will not find anywhere else. ";

    /// <param name="signing">Algorithms of the keys that sign, joined by a comma; may be empty.</param>
    internal async Task PrepareAsync(string host, int port, int connections, string signing, MailClient client)
    {
        await using var db = await OpenAsync();
        if (signing.Length > 0)
        {
            var domain = new SendingDomain { Name = "example.com" };
            db.Add(domain);
            await db.SaveChangesAsync();
            foreach (var algorithm in signing.Split(','))
            {
                var key = services.GetRequiredService<SigningKeys>()
                    .Make(domain.Id, Enum.Parse<SigningAlgorithm>(algorithm, ignoreCase: true), algorithm, DateTime.UnixEpoch);
                key.IsActive = true;
                db.Add(key);
            }
        }

        db.ListTypes.Add(new ListType { Name = "News" });
        db.Add(new MailServer
        {
            Name = "Sink",
            Host = host,
            Port = port,
            Security = MailSecurity.None,
            MaxConnections = connections,
            Client = client,
        });
        await db.SaveChangesAsync();
    }

    /// <summary>A due campaign of this name to a group of its own.</summary>
    internal async Task<int> WriteAsync(string name, int recipients)
    {
        await using var db = await OpenAsync();
        var listTypeId = await db.ListTypes.Select(l => l.Id).FirstAsync();
        var group = new TargetGroup
        {
            Name = name,
            ListTypeId = listTypeId,
            Status = TargetGroupStatus.Ready,
            Source = TargetGroupSource.Csv,
            Fields = """[{"key":"company","label":"Company"}]""",
        };
        var email = new Email { Name = name };
        db.AddRange(group, email);
        await db.SaveChangesAsync();
        await db.InTransactionAsync(token => WriteMembersAsync(db, group.Id, recipients, token), default);
        var campaign = new Campaign
        {
            Name = name,
            TargetGroupId = group.Id,
            EmailId = email.Id,
            Status = CampaignStatus.Scheduled,
            ScheduledAt = DateTime.UnixEpoch,
        };
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync();
        var (html, text) = Content();
        db.CampaignContents.Add(new CampaignContent
        {
            CampaignId = campaign.Id,
            Subject = "News for {{default firstname \"you\"}}",
            SenderName = "Shop",
            SenderAddress = "shop@example.com",
            Html = html,
            Text = text,
        });
        await db.SaveChangesAsync();
        return campaign.Id;
    }

    private Task<PortalContext> OpenAsync() => services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();

    private static async Task<int> WriteMembersAsync(PortalContext db, int groupId, int recipients, CancellationToken cancellationToken)
    {
        const int Chunk = 10_000;
        for (var start = 0; start < recipients; start += Chunk)
        {
            var sql =
                new StringBuilder(
                    """INSERT INTO "Members" ("TargetGroupId", "Email", "EmailKey", "FirstName", "LastName", "Fields", "RemovedBySync") SELECT """);
            var concat = db.Database.IsSqlServer() ? "CONCAT('person', n, '@example.org')" : "'person' || n || '@example.org'";
            sql.Append(groupId).Append(", ").Append(concat).Append(", ").Append(concat)
                .Append(", 'Anna', 'Korhonen', '{\"company\":\"Example Oy\"}', 0 FROM (");
            sql.Append(
                CultureInfo.InvariantCulture,
                $"SELECT {start} + a.d + b.d * 10 + c.d * 100 + e.d * 1000 AS n "
                    + $"FROM {Digits} a, {Digits} b, {Digits} c, {Digits} e) x WHERE n < {recipients}");
            await db.Database.ExecuteSqlRawAsync(
                sql.ToString().Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
                cancellationToken);
        }

        return recipients;
    }

    private static string Digits => "(" + string.Join(" UNION ALL ", Enumerable.Range(0, 10).Select(d => $"SELECT {d} AS d")) + ")";

    private (string Html, string Text) Content()
    {
        var html = new StringBuilder("<h1>News for {{firstname}} of {{company}}</h1>");
        var text = new StringBuilder("News for {{firstname}} of {{company}}\n");
        for (var i = 0; i < Links; i++)
        {
            html.Append("<p>")
                .Append(CultureInfo.InvariantCulture, $"<a href=\"https://shop.example.com/offers/{i}?who={{{{email}}}}\">Offer {i}</a>")
                    .Append("</p>");
            text.Append(CultureInfo.InvariantCulture, $"Offer {i}: https://shop.example.com/offers/{i}?who={{{{email}}}}\n");
        }

        // About a third of a mail is its plain text; headers and encoding add some 2 kB.
        while (html.Length + text.Length < Math.Max(0, size - 3_500))
        {
            html.Append("<p>").Append(Sentence).Append("</p>");
            if (text.Length < html.Length / 2)
                text.Append(Sentence).Append('\n');
        }

        html.Append("<p><a href=\"{{unsubscribe_url}}\">Unsubscribe</a></p>");
        text.Append("Unsubscribe: {{unsubscribe_url}}\n");
        return (html.ToString(), text.ToString());
    }
}
