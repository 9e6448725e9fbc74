using System.Text.Json;
using EmailContactPortal.Audience.DemoCrm;
using EmailContactPortal.Audience.Reconciling;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Crm;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Tests.Reconciling;

public sealed class ReconcilerTests
{
    [Fact]
    public async Task What_somebody_deleted_or_changed_in_the_crm_is_found_and_written_again()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        await fixture.Get<DemoCrmSeeder>().SeedAsync(CancellationToken.None);
        await using var db = await fixture.OpenAsync();
        var connection = await db.CrmConnections.Select(c => c.Id).SingleAsync();
        var campaign = await CampaignAsync(fixture, connection, "7", "8", "9");
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        await db.DemoCrmActivities.Where(a => a.ContactId == 7).ExecuteDeleteAsync();
        await db.DemoCrmActivities.Where(a => a.ContactId == 8)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.At, AudienceFixture.Start.AddYears(-1)));

        var first = await CompareAsync(fixture, campaign);
        Assert.Equal(
            [new ReconciliationCount(CrmActivityKind.Sent, 3, 2, 1, 1, 0, 0, 0)],
            JsonSerializer.Deserialize<ReconciliationCount[]>(first.Counts)!);
        Assert.Equal(
            [DifferenceKind.Missing, DifferenceKind.Different],
            await db.ReconciliationDifferences.OrderBy(d => d.EntryId).Select(d => d.Kind).ToListAsync());

        var repaired = await fixture.InScopeAsync<ReconciliationCommands, Result<int>>(c => c.RepairAsync(
            campaign, CancellationToken.None));
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        var second = await CompareAsync(fixture, campaign);

        Assert.Equal(2, repaired.Value);
        Assert.Equal(
            [new ReconciliationCount(CrmActivityKind.Sent, 3, 3, 0, 0, 0, 0, 0)],
            JsonSerializer.Deserialize<ReconciliationCount[]>(second.Counts)!);
        Assert.Equal(3, await db.DemoCrmActivities.CountAsync());
    }

    [Fact]
    public async Task A_fact_that_never_reached_the_outbox_is_put_there()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var campaign = await CampaignAsync(fixture, await fixture.AddConnectionAsync("test"), "7", "8");
        await using var db = await fixture.OpenAsync();
        await db.WriteBackEntries.Where(e => e.CrmContactId == "8").ExecuteDeleteAsync();

        var run = await CompareAsync(fixture, campaign);

        Assert.Equal(2, Assert.Single(JsonSerializer.Deserialize<ReconciliationCount[]>(run.Counts)!).Waiting);
        Assert.Equal(2, await db.WriteBackEntries.CountAsync(e => e.Status == WriteBackStatus.Pending));
    }

    [Fact]
    public async Task A_crm_that_is_down_or_cannot_tell_is_said_in_words_and_nothing_can_be_repaired()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var campaign = await CampaignAsync(fixture, await fixture.AddConnectionAsync("test"), "7");
        crm.Trouble = new CrmException(CrmFault.Unreachable, "The CRM does not answer.");

        Assert.Equal(
            (ReconciliationStatus.Failed, "The CRM does not answer."),
            (await CompareAsync(fixture, campaign)) switch { var r => (r.Status, r.Problem) });
        Assert.False((await fixture.InScopeAsync<ReconciliationCommands, Result<int>>(c => c.RepairAsync(
            campaign, CancellationToken.None))).Succeeded);
        (crm.Trouble, crm.Probe) = (null, crm.Probe with { ReadsBack = false });
        Assert.Contains("last state", (await CompareAsync(fixture, campaign)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_left_but_may_still_be_mailed_in_the_crm_is_found_and_repaired(bool keepsRecords)
    {
        var crm = new ScriptedCrm();
        crm.Probe = crm.Probe with { ReadsBack = keepsRecords, ReadsOptOut = true };
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var connection = await fixture.AddConnectionAsync("test");
        var campaign = await CampaignAsync(fixture, connection, "7", "8", "9");
        await using var db = await fixture.OpenAsync();
        var ids = await db.Deliveries.OrderBy(d => d.Id).Select(d => d.Id).ToListAsync();
        var at = AudienceFixture.Start;
        await db.AddFactsAsync(
            [.. ids.Select(d => new WriteBackFact(d, CrmActivityKind.Unsubscribed, at.AddMinutes(1))),
                new(ids[2], CrmActivityKind.Resubscribed, at.AddMinutes(2))], CancellationToken.None);
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        (crm.OptOuts["7"], crm.OptOuts["8"], crm.OptOuts["9"]) = (false, true, false);

        Assert.Equal(ReconciliationStatus.Done, (await CompareAsync(fixture, campaign)).Status);

        var difference = await db.ReconciliationDifferences.SingleAsync();
        Assert.Equal((DifferenceKind.Different, "The opt-out of the contact is not set."), (difference.Kind, difference.There));
        crm.Written.Clear();
        Assert.Equal(
            1, (await fixture.InScopeAsync<ReconciliationCommands, Result<int>>(c => c.RepairAsync(
                campaign, CancellationToken.None))).Value);
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        Assert.Equal((CrmActivityKind.Unsubscribed, "7"), (Assert.Single(crm.Written).Kind, crm.Written[0].ContactId));
    }

    private static async Task<int> CampaignAsync(AudienceFixture fixture, int connection, params string[] contacts)
    {
        await using var db = await fixture.OpenAsync();
        var start = AudienceFixture.Start;
        var campaign = new Campaign { Name = "Spring", CrmConnectionId = connection, CreatedAt = start, UpdatedAt = start };
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync();
        db.Deliveries.AddRange(contacts.Select(c => new Delivery
        {
            CampaignId = campaign.Id,
            Email = $"{c}@example.com",
            EmailKey = $"{c}@example.com",
            CrmContactId = c,
            Status = DeliveryStatus.Sent,
            SentAt = start,
        }));
        await db.SaveChangesAsync();
        await db.AddSentAsync(campaign.Id, 0, long.MaxValue, CancellationToken.None);
        return campaign.Id;
    }

    private static async Task<Reconciliation> CompareAsync(AudienceFixture fixture, int campaign)
    {
        var run = await fixture.InScopeAsync<ReconciliationCommands, Result<int>>(c => c.StartAsync(campaign, 1, CancellationToken.None));
        await fixture.Get<Reconciler>().RunAsync(run.Value, null, CancellationToken.None);
        await using var db = await fixture.OpenAsync();
        return await db.Reconciliations.AsNoTracking().SingleAsync(r => r.Id == run.Value);
    }
}
