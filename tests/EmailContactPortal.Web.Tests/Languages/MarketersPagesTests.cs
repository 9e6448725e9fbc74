using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Testing;
using EmailContactPortal.Web.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Languages;

/// <summary>
/// Every sentence of the marketers' pages comes from the files of words: in the pseudo-language nothing on them is plain but what people
/// wrote.
/// </summary>
public sealed class MarketersPagesTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    /// <summary>What people wrote and what machines are called.</summary>
    private static readonly string[] Data =
    [
        "Tilda Meadow", "Ada Admin", "Email Contact Portal", "Oskar", "Autumn sale CRM", "Autumn sale group", "Autumn sale list",
        "Autumn sale", "See the offers", "Your shop",
        "Meadow Garden", "Meadow", "Åsa & Co", "First2", "Last1", "Last2", "First3", "Last3", "Upper Mallow", "City", "News for",
        "127.0.0.1", "relay", "utm_source=portal", "meadow.example/autumn", "meadow.example/shop", "?name={{firstname}}&city={{city}}",
        "city", "Administrator",
        // Fields of the demo CRM.
        "Company", "Language", "Phone", "Title",
        // A size.
        "1 kB",
    ];

    [Fact]
    public async Task Marketers_pages_say_nothing_that_is_in_no_file_of_words()
    {
        var world = new CampaignWorld(portal);
        await world.MailServerAsync();
        var group = await world.GroupAsync(4, 1);
        var email = await world.EmailAsync();
        var draft = await world.DraftAsync(group, email);
        var template = await portal.InDatabaseAsync(async db =>
        {
            var made = db.Emails.Add(new Domain.Content.Email
            {
                Kind = Domain.Content.EmailKind.Template,
                Name = "1",
                Subject = "1",
                SenderName = "1",
                SenderAddress = "a@meadow.example",
                Html = "<p>1</p>",
            }).Entity;
            await db.SaveChangesAsync();
            return made.Id;
        });
        var sending = await world.LaunchedAsync(
            CampaignStatus.Sending, (DeliveryStatus.Sent, 0), (DeliveryStatus.Uncertain, 0),
            (DeliveryStatus.Excluded, ExclusionRule.Unsubscribed));
        var sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db, fromCrm: true));
        await NamesAsNumbersAsync();
        var plain = new List<string>();
        foreach (var (path, isSignedIn) in Pages(draft, sending, sent, group, email, template))
        {
            using var reader = !isSignedIn ? portal.Visitor()
                : await portal.SignInAsync(path.StartsWith("/settings", StringComparison.Ordinal) ? PortalFactory.AdminEmail : PortalFactory.MarketerEmail);
            reader.DefaultRequestHeaders.Add("Accept-Language", "qps-ploc");
            var page = await reader.PageAsync(path);
            page.QuerySelector("section[aria-label=Recipients]")?.Remove();
            plain.AddRange(PlainText.In(page, Data).Distinct().Select(text => $"{path}: {text}"));
        }

        Assert.True(plain.Count == 0, string.Join('\n', plain.Distinct()));
    }

    private static IEnumerable<(string Path, bool IsSignedIn)> Pages(
        int draft, int sending, SentCampaign sent, int group, int email, int template) =>
    [
        ("/account/sign-in", false), ("/account/forgotten", false), ("/account/reset?user=1&token=x", false),
        ("/", true), ("/account/profile", true), ("/account/two-factor", true), ("/campaigns/new", true),
        ($"/campaigns/{draft}/review", true), ($"/campaigns/{draft}/review/forecast", true),
        ($"/campaigns/{draft}/review/empty-fields", true),
        ($"/content/emails/{email}", true), ("/content/emails/new", true), ("/content/templates/new", true),
        ($"/content/templates/{template}", true),
        ($"/reports/campaigns/{sent.CampaignId}", true), ($"/reports/campaigns/{sending}", true), ("/reports/people", true),
        ("/reports/people?email=nobody@meadow.example", true),
        ($"/reports/people/{sent.Deliveries[1]}", true), ($"/reports/campaigns/{sent.CampaignId}/reconciliation", true),
        ("/target-groups/import-csv", true), ("/target-groups/import-crm", true), ($"/target-groups/{group}/edit", true),
        ("/campaigns", true), ($"/campaigns/{draft}", true), ($"/campaigns/{draft}/people?rule=receive", true),
        ("/content/emails", true), ("/content/templates", true), ("/target-groups", true), ($"/target-groups/{group}", true),
        ("/reports", true), ("/settings", true), ("/settings/list-types", true), ("/settings/list-types/new", true),
        ("/settings/suppressed", true), ("/settings/write-back", true), ("/settings/api-keys", true), ("/settings/jobs/set-aside", true),
        ("/settings/users/new", true), ("/settings/site", true), ("/settings/recipient-domains/new", true), ("/settings/jobs", true),
        ("/settings/mail-servers/new", true),
        ("/settings/users", true), ("/mail-catcher", true),
    ];

    /// <summary>A name is data wherever it stands; one without letters is no plain text anywhere.</summary>
    private Task<int> NamesAsNumbersAsync() => portal.InDatabaseAsync(async db =>
    {
        await db.Campaigns.Where(c => !c.Name.StartsWith("Autumn")).ExecuteUpdateAsync(s => s.SetProperty(c => c.Name, c => "7" + c.Id));
        await db.Emails.ExecuteUpdateAsync(s => s.SetProperty(e => e.Name, e => "7" + e.Id));
        await db.TargetGroups.Where(g => !g.Name.StartsWith("Autumn")).ExecuteUpdateAsync(s => s.SetProperty(g => g.Name, g => "7" + g.Id));
        return await db.ListTypes.Where(l => !l.Name.StartsWith("Autumn"))
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.Name, l => "7" + l.Id));
    });
}
