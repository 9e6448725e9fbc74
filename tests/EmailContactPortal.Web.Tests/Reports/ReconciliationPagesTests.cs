using EmailContactPortal.Audience.DemoCrm;
using EmailContactPortal.Audience.Reconciling;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Reports;

public sealed class ReconciliationPagesTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Differences_are_compared_listed_exported_and_written_again()
    {
        using var marketer = await portal.SignInAsync();
        var campaign = await SentAsync();
        var path = $"/reports/campaigns/{campaign}/reconciliation";
        Assert.Contains("Not compared yet", (await marketer.PageAsync(path)).Words(), StringComparison.Ordinal);

        using var started = await marketer.PostFormAsync(path, []);
        Assert.Contains("You may leave this page", (await marketer.PageAsync(path)).Words(), StringComparison.Ordinal);
        await CompareAsync(campaign);
        var words = (await marketer.PageAsync(path)).Words();
        Assert.Contains("2 facts differ.", words, StringComparison.Ordinal);
        Assert.Contains("Sent 3 2 1 1 0 0", words, StringComparison.Ordinal);
        Assert.Contains("person1@example.comCRM contact 1", words, StringComparison.Ordinal);
        Assert.DoesNotContain("person1@", (await marketer.PageAsync($"{path}?kind=Different")).Words(), StringComparison.Ordinal);
        var export = await marketer.GetStringAsync($"{path}/export");
        Assert.Contains("person1@example.com,1,Sent,2026-11-20 08:00:01,Missing there,", export, StringComparison.Ordinal);

        using var repaired = await marketer.PostFormAsync($"{path}/repair", [], path);
        Assert.Contains("being written again", (await marketer.PageAsync(path)).Words(), StringComparison.Ordinal);
        await WriteBackAsync();
        using var again = await marketer.PostFormAsync(path, []);
        await CompareAsync(campaign);
        Assert.Contains("Here and there agree.", (await marketer.PageAsync(path)).Words(), StringComparison.Ordinal);
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var outbox = (await admin.PageAsync($"/settings/write-back?state=Written&campaign={campaign}")).Words();
        Assert.Contains("Sent", outbox, StringComparison.Ordinal);
        Assert.DoesNotContain("switch", outbox, StringComparison.Ordinal);
        Assert.Contains(
            path, (await marketer.PageAsync($"/reports/campaigns/{campaign}")).DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_without_a_crm_has_nothing_to_compare()
    {
        using var marketer = await portal.SignInAsync();
        var campaign = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db, name: "From a file"));

        using var answer = await marketer.GetAsync($"/reports/campaigns/{campaign.CampaignId}/reconciliation");

        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Load_of_a_connection_is_set_within_bounds()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var id = await portal.InDatabaseAsync(async db =>
        {
            var connection = new CrmConnection { Name = "Slow CRM", Kind = CrmConnection.DemoKind };
            db.CrmConnections.Add(connection);
            await db.SaveChangesAsync();
            return connection.Id;
        });

        using var wrong = await admin.PostFormAsync(
            $"/settings/crm-connections/{id}/load", new() { ["Load.CallsPerSecond"] = "0", ["Load.ParallelCalls"] = "99" },
            $"/settings/crm-connections/{id}");
        Assert.Contains("Write 1 to 16 calls at a time.", (await wrong.DocumentAsync()).Words(), StringComparison.Ordinal);
        using var good = await admin.PostFormAsync(
            $"/settings/crm-connections/{id}/load",
            new() { ["Load.CallsPerSecond"] = "5", ["Load.SyncMinutes"] = "30", ["Load.EveryEvent"] = "true" },
            $"/settings/crm-connections/{id}");

        var stored = await portal.InDatabaseAsync(db => db.CrmConnections.AsNoTracking().SingleAsync(c => c.Id == id));
        Assert.Equal((5, null, 30, true), (stored.CallsPerSecond, stored.ParallelCalls, stored.SyncMinutes, stored.EveryEvent));
    }

    // Three people mailed and written back; then somebody in the CRM deletes one record and changes another.
    private async Task<int> SentAsync()
    {
        await portal.Services.GetRequiredService<DemoCrmSeeder>().SeedAsync(CancellationToken.None);
        var campaign = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db, fromCrm: true));
        await portal.InDatabaseAsync(db => db.AddSentAsync(
            campaign.CampaignId, campaign.Deliveries[0], campaign.Deliveries[^1], CancellationToken.None));
        await WriteBackAsync();
        return await portal.InDatabaseAsync(async db =>
        {
            await db.DemoCrmActivities.Where(a => a.ContactId == 1).ExecuteDeleteAsync();
            await db.DemoCrmActivities.Where(a => a.ContactId == 2)
                .ExecuteUpdateAsync(s => s.SetProperty(a => a.At, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
            return campaign.CampaignId;
        });
    }

    private async Task WriteBackAsync()
    {
        foreach (var connection in await portal.InDatabaseAsync(db => db.CrmConnections.Select(c => c.Id).ToListAsync()))
            await portal.Services.GetRequiredService<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
    }

    private async Task CompareAsync(int campaign)
    {
        var run = await portal.InDatabaseAsync(db => db.Reconciliations.Where(r => r.CampaignId == campaign).Select(r => r.Id)
            .SingleAsync());
        await portal.Services.GetRequiredService<Reconciler>().RunAsync(run, null, CancellationToken.None);
    }
}
