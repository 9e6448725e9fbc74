using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Sending.Launching;
using EmailContactPortal.Web.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Settings;

public sealed class SuppressionTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Suppressed_addresses_are_listed_with_the_reason_and_can_be_mailed_again()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var id = await SuppressAsync("gone@postbox.example", SuppressionReason.HardBounce, "550 5.1.1 no such user");

        var words = (await admin.PageAsync("/settings/suppressed?q=gone@")).Words();
        await admin.PostFormAsync($"/settings/suppressed/{id}/lift", [], "/settings/suppressed");

        Assert.Contains("gone@postbox.example No such mailbox550 5.1.1 no such user", words, StringComparison.Ordinal);
        Assert.False(await portal.InDatabaseAsync(db => db.Suppressions.AnyAsync(s => s.Id == id)));
    }

    [Fact]
    public async Task A_campaign_leaves_them_out_and_its_review_says_so()
    {
        var world = new CampaignWorld(portal);
        await SuppressAsync("reader1@postbox.example", SuppressionReason.HardBounce, null);
        await SuppressAsync("reader2@postbox.example", SuppressionReason.Complaint, null);
        await SuppressAsync("reader0@postbox.example", SuppressionReason.HardBounce, null);
        await world.MailServerAsync();
        // The first has unsubscribed, too: counted once, as that.
        var id = await world.DraftAsync(await world.GroupAsync(5, unsubscribed: 1), await world.EmailAsync());
        var marketer = await portal.SignInAsync();

        var review = (await marketer.PageAsync($"/campaigns/{id}/review")).Words();
        Assert.Contains("2 will receive it", review, StringComparison.Ordinal);
        Assert.Contains("3 are left out", review, StringComparison.Ordinal);
        Assert.Contains("Bounced before or complained−2", review, StringComparison.Ordinal);
        Assert.Contains(
            "reader1@postbox.example", (await marketer.PageAsync($"/campaigns/{id}/people?rule=suppressed")).Words(),
            StringComparison.Ordinal);
        await marketer.PostFormAsync($"/campaigns/{id}/confirm", await ConfirmationAsync(marketer, id), $"/campaigns/{id}/review");
        Assert.True((await portal.InScopeAsync<CampaignLauncher, Domain.Result>(l => l.LaunchAsync(id, default))).Succeeded);

        var rules = await portal.InDatabaseAsync(db => db.Deliveries.Where(d => d.CampaignId == id).OrderBy(d => d.Email)
            .Select(d => d.Exclusion).ToListAsync());
        Assert.Equal(
            [ExclusionRule.Unsubscribed, ExclusionRule.HardBounced, ExclusionRule.Suppressed, ExclusionRule.None, ExclusionRule.None],
            rules);
    }

    private static async Task<Dictionary<string, string>> ConfirmationAsync(HttpClient client, int id)
    {
        var page = await client.PageAsync($"/campaigns/{id}/review");
        return page.QuerySelectorAll($"form[action='/campaigns/{id}/confirm'] input[name]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
    }

    private Task<long> SuppressAsync(string email, SuppressionReason reason, string? detail) => portal.InDatabaseAsync(async db =>
    {
        var row = new Suppression
        {
            Email = email,
            EmailKey = email,
            Reason = reason,
            Detail = detail,
            At = PortalFactory.Start.UtcDateTime,
        };
        db.Suppressions.Add(row);
        await db.SaveChangesAsync();
        return row.Id;
    });
}
