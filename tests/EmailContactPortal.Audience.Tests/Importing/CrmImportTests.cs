using EmailContactPortal.Audience.DemoCrm;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Audience.Syncing;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Crm;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Tests.Importing;

public sealed class CrmImportTests
{
    [Fact]
    public async Task The_demo_crm_is_imported_with_contact_ids_and_fields()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        await fixture.Get<DemoCrmSeeder>().SeedAsync(CancellationToken.None);
        await using var db = await fixture.OpenAsync();
        var connection = await db.CrmConnections.SingleAsync();
        var campaign = await db.DemoCrmCampaigns.SingleAsync(c => c.Name == "All customers");

        var (group, import) = await ImportAsync(
            fixture, new CrmImportRequest("All", fixture.ListTypeId, connection.Id, $"{campaign.Id}", ["city", "company"]));

        Assert.Equal((2000, 2000), (import.Rows, group.MemberCount + import.Rejected));
        Assert.Equal(SyncStatus.UpToDate, group.SyncStatus);
        Assert.InRange(import.Rejected, 5, 12);
        Assert.True(import.Skipped > 0);
        Assert.True(await db.Members.AllAsync(m => m.CrmContactId != null));
        Assert.True(await db.Members.CountAsync(m => m.Fields.Contains("\"city\"")) > 1000);
    }

    [Fact]
    public async Task Synchronising_takes_out_who_left_and_brings_back_who_returned()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.AddRange([Person("1", "a@example.com"), Person("2", "b@example.com"), Person("3", "c@example.com")]);
        var connection = await fixture.AddConnectionAsync("test");
        var (group, _) = await ImportAsync(
            fixture, new CrmImportRequest("Group", fixture.ListTypeId, connection, "c1", ["mailingcity", "email"], IsDynamic: true));
        Assert.Equal(["mailingcity", "email_2"], MemberFields.Parse(group.Fields).Select(f => f.Key));

        crm.Members.RemoveAt(1);
        var left = await SyncAsync(fixture, group.Id);
        crm.Members.Add(Person("2", "b@example.com", "Espoo"));
        var returned = await SyncAsync(fixture, group.Id);

        Assert.Equal((0, 0, 1), (left.Imported, left.Updated, left.Removed));
        Assert.Equal((1, 0), (returned.Imported, returned.Removed));
        await using var db = await fixture.OpenAsync();
        var back = await db.Members.AsNoTracking().SingleAsync(m => m.CrmContactId == "2");
        Assert.Null(back.RemovedAt);
        Assert.Contains("Espoo", back.Fields, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crm_that_is_down_or_gives_too_few_never_empties_a_group(bool isDown)
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.AddRange([Person("1", "a@example.com"), Person("2", "b@example.com")]);
        var connection = await fixture.AddConnectionAsync("test");
        var (group, _) = await ImportAsync(fixture, new CrmImportRequest("Group", fixture.ListTypeId, connection, "c1", []));

        if (isDown) crm.Trouble = new CrmException(CrmFault.Unreachable, "The CRM does not answer.");
        else (crm.Announced, _) = (1500, crm.Members.Remove(crm.Members[0]));
        var import = await SyncAsync(fixture, group.Id);

        Assert.Equal(ImportStatus.Failed, import.Status);
        await using var db = await fixture.OpenAsync();
        var after = await db.TargetGroups.AsNoTracking().SingleAsync();
        Assert.Equal((TargetGroupStatus.Ready, SyncStatus.Failed, 2), (after.Status, after.SyncStatus, after.MemberCount));
        Assert.Contains(isDown ? "does not answer" : "announced 1,500 members but gave 1", after.SyncProblem, StringComparison.Ordinal);
        Assert.Equal(2, await db.Members.CountAsync(m => m.RemovedAt == null));
    }

    [Fact]
    public async Task A_dynamic_group_is_due_again_after_its_interval()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.Add(Person("1", "a@example.com"));
        var connection = await fixture.AddConnectionAsync("test");
        await ImportAsync(fixture, new CrmImportRequest("Group", fixture.ListTypeId, connection, "c1", [], IsDynamic: true));
        await using var db = await fixture.OpenAsync();

        Assert.Empty(await CrmSync.DueAsync(db, Now(), CancellationToken.None));
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        var due = await CrmSync.DueAsync(db, Now(), CancellationToken.None);
        await fixture.Get<CrmSync>().RunAsync(Assert.Single(due), CancellationToken.None);

        Assert.Equal(1, await db.Imports.CountAsync(i => i.Status == ImportStatus.Waiting));
        Assert.Empty(await CrmSync.DueAsync(db, Now(), CancellationToken.None));

        DateTime Now() => fixture.Clock.GetUtcNow().UtcDateTime;
    }

    [Fact]
    public async Task A_campaign_that_is_not_active_cannot_be_imported()
    {
        await using var fixture = await AudienceFixture.CreateAsync(new ScriptedCrm());
        var connection = await fixture.AddConnectionAsync("test");

        var result = await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c =>
            c.ImportCrmAsync(new CrmImportRequest("Group", fixture.ListTypeId, connection, "c9", []), 1, CancellationToken.None));

        Assert.Equal("crm.campaign", result.Problems[0].Code);
    }

    [Fact]
    public async Task Two_contacts_with_one_address_are_both_told_that_it_left_and_only_the_mailed_one_of_the_rest()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.AddRange([Person("1", "Shared@Example.com"), Person("2", "b@example.com"), Person("3", "shared@example.com"),
            Person("4", "shared@example.com")]);
        var connection = await fixture.AddConnectionAsync("test");
        var (group, import) = await ImportAsync(fixture, new CrmImportRequest("Group", fixture.ListTypeId, connection, "c1", []));
        await using var db = await fixture.OpenAsync();
        var mailed = await db.Members.SingleAsync(m => m.EmailKey == "shared@example.com");
        var campaign = db.Campaigns.Add(new Campaign
        {
            Name = "Spring",
            CrmConnectionId = connection,
            CrmCampaignId = "c1",
            TargetGroupId = group.Id,
            CreatedAt = AudienceFixture.Start,
            UpdatedAt = AudienceFixture.Start,
        }).Entity;
        await db.SaveChangesAsync();
        var delivery = db.Deliveries.Add(new Delivery
        {
            CampaignId = campaign.Id,
            Email = mailed.Email,
            EmailKey = mailed.EmailKey,
            CrmContactId = mailed.CrmContactId,
            Status = DeliveryStatus.Sent,
            SentAt = AudienceFixture.Start,
        }).Entity;
        await db.SaveChangesAsync();

        var at = AudienceFixture.Start;
        WriteBackFact[] facts = [new(delivery.Id, CrmActivityKind.Opened, at),
            new(delivery.Id, CrmActivityKind.Unsubscribed, at.AddMinutes(1))];
        await db.AddFactsAsync(facts, CancellationToken.None);
        await db.AddFactsAsync(facts, CancellationToken.None);
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);

        Assert.Equal(2, import.Duplicates);
        Assert.Equal(["1", "3", "4"], crm.Written.Where(w => w.Kind == CrmActivityKind.Unsubscribed).Select(w => w.ContactId).Order());
        Assert.Equal(mailed.CrmContactId, Assert.Single(crm.Written, w => w.Kind == CrmActivityKind.Opened).ContactId);

        crm.Members.RemoveRange(2, 2);
        await SyncAsync(fixture, group.Id);
        Assert.Empty(await db.MemberContacts.ToListAsync());
    }

    private static CrmMember Person(string id, string email, string city = "Oulu") =>
        new(id, email, "First", "Last", new Dictionary<string, string> { ["mailingcity"] = city });

    private static async Task<(TargetGroup Group, Import Import)> ImportAsync(AudienceFixture fixture, CrmImportRequest request)
    {
        var group = await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c => c.ImportCrmAsync(
            request, 1, CancellationToken.None));
        var import = await RunLastAsync(fixture);
        await using var db = await fixture.OpenAsync();
        return (await db.TargetGroups.AsNoTracking().SingleAsync(g => g.Id == group.Value), import);
    }

    private static async Task<Import> SyncAsync(AudienceFixture fixture, int groupId)
    {
        await fixture.InScopeAsync<ImportCommands, Domain.Result<int>>(c => c.SynchronizeAsync(groupId, 1, CancellationToken.None));
        return await RunLastAsync(fixture);
    }

    private static async Task<Import> RunLastAsync(AudienceFixture fixture)
    {
        await using var db = await fixture.OpenAsync();
        var id = await db.Imports.MaxAsync(i => i.Id);
        await fixture.Get<Imports>().RunAsync(id, null, CancellationToken.None);
        return await db.Imports.AsNoTracking().SingleAsync(i => i.Id == id);
    }
}
