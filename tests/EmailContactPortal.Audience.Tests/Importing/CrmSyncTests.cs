using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Audience.Syncing;
using EmailContactPortal.Crm;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Tests.Importing;

/// <summary>Dynamic groups kept in step by the clock, by changes where the CRM can tell, and left alone when it talks nonsense.</summary>
public sealed class CrmSyncTests
{
    [Fact]
    public async Task Only_changes_are_read_by_the_clock_and_everybody_once_a_day()
    {
        var crm = new ScriptedCrm();
        crm.Probe = crm.Probe with { DeltaByModifiedTime = true };
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.AddRange([Person("1", "a@example.com"), Person("2", "b@example.com"), Person("3", "c@example.com")]);
        var group = await ConnectAsync(fixture);
        var asked = "";
        crm.Changes = cursor =>
        {
            asked = cursor;
            return new CrmChanges(true, [Person("2", "b.new@example.com")], "later");
        };

        var changed = await ByClockAsync(fixture, group, TimeSpan.FromMinutes(5));

        Assert.Equal((1, "walk 0"), (crm.Walks, asked));
        Assert.Equal((1, 1), (changed.Imported, changed.Removed));
        Assert.True(CrmImportSettings.Parse(changed.Settings).ChangesOnly);
        Assert.Equal(["a@example.com", "b.new@example.com", "c@example.com"], await AddressesAsync(fixture));

        await ByClockAsync(fixture, group, TimeSpan.FromMinutes(5));
        Assert.Equal("later", asked);
        await ByClockAsync(fixture, group, TimeSpan.FromHours(25));
        Assert.Equal(2, crm.Walks);
        Assert.Equal(["a@example.com", "b@example.com", "c@example.com"], await AddressesAsync(fixture));
    }

    [Fact]
    public async Task A_person_who_asks_gets_everybody_read()
    {
        var crm = new ScriptedCrm();
        crm.Probe = crm.Probe with { DeltaByModifiedTime = true };
        crm.Changes = _ => throw new InvalidOperationException("Nobody should ask for changes.");
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.Add(Person("1", "a@example.com"));
        var group = await ConnectAsync(fixture);

        await fixture.InScopeAsync<ImportCommands, Result<int>>(c => c.SynchronizeAsync(group, 1, CancellationToken.None));

        Assert.Equal(ImportStatus.Done, (await RunLastAsync(fixture)).Status);
        Assert.Equal(2, crm.Walks);
    }

    [Theory]
    [InlineData(0, "shows nobody")]
    [InlineData(20, "may no longer see all of them")]
    public async Task A_group_is_not_emptied_or_halved_by_the_clock(int left, string words)
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.AddRange(Enumerable.Range(1, 60).Select(i => Person($"{i}", $"p{i}@example.com")));
        var group = await ConnectAsync(fixture);
        crm.Members.RemoveRange(left, 60 - left);

        var import = await ByClockAsync(fixture, group, TimeSpan.FromMinutes(5));
        Assert.Equal(ImportStatus.Failed, import.Status);
        Assert.Contains(words, import.Problem, StringComparison.Ordinal);
        Assert.Equal(60, (await AddressesAsync(fixture)).Count);

        await fixture.InScopeAsync<ImportCommands, Result<int>>(c => c.SynchronizeAsync(group, 1, CancellationToken.None));
        await RunLastAsync(fixture);
        Assert.Equal(left == 0 ? 60 : left, (await AddressesAsync(fixture)).Count);
    }

    [Fact]
    public async Task A_crm_that_repeats_a_page_changes_nothing()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.AddRange([Person("1", "a@example.com"), Person("2", "b@example.com")]);
        var group = await ConnectAsync(fixture);
        crm.Members[1] = crm.Members[0];

        var import = await ByClockAsync(fixture, group, TimeSpan.FromMinutes(5));

        Assert.Contains("only 1 different ones", import.Problem, StringComparison.Ordinal);
        Assert.Equal(2, (await AddressesAsync(fixture)).Count);
    }

    [Fact]
    public async Task Each_connection_has_its_own_interval()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.Add(Person("1", "a@example.com"));
        var group = await ConnectAsync(fixture);
        await using var db = await fixture.OpenAsync();
        await db.CrmConnections.ExecuteUpdateAsync(s => s.SetProperty(c => c.SyncMinutes, 30));

        fixture.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Empty(await CrmSync.DueAsync(db, fixture.Clock.GetUtcNow().UtcDateTime, CancellationToken.None));
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([group], await CrmSync.DueAsync(db, fixture.Clock.GetUtcNow().UtcDateTime, CancellationToken.None));
    }

    [Fact]
    public async Task The_mapping_says_what_comes_in_and_what_goes_out()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.Add(Person("1", "a@example.com"));
        var group = await ConnectAsync(fixture);

        var both = await fixture.InScopeAsync<GroupFields, Result>(f => f.SaveAsync(
            group, ["mailingcity"], [new OutField("mailingcity", OutValue.LastSent)], 1, CancellationToken.None));
        var locked = await fixture.InScopeAsync<GroupFields, Result>(f => f.SaveAsync(
            group, [], [new OutField("email", OutValue.LastSent)], 1, CancellationToken.None));
        var good = await fixture.InScopeAsync<GroupFields, Result>(f => f.SaveAsync(
            group, ["mailingcity"], [new OutField("cf_read", OutValue.LastOpened)], 1, CancellationToken.None));

        Assert.Equal(("crm.field-both", "crm.field-locked", true), (both.Problems[0].Code, locked.Problems[0].Code, good.Succeeded));
        await RunLastAsync(fixture);
        await using var db = await fixture.OpenAsync();
        Assert.Contains("Oulu", await db.Members.Select(m => m.Fields).SingleAsync(), StringComparison.Ordinal);
        Assert.Equal(
            [new OutField("cf_read", OutValue.LastOpened)],
            OutFields.Parse(await db.TargetGroups.Select(g => g.CrmOutFields).SingleAsync()));
    }

    [Fact]
    public async Task A_campaign_that_is_not_active_any_more_says_so_and_goes_on()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.Add(Person("1", "a@example.com"));
        var group = await ConnectAsync(fixture);
        crm.Active.Clear();
        crm.Members.Add(Person("2", "b@example.com"));

        await ByClockAsync(fixture, group, TimeSpan.FromMinutes(5));

        await using var db = await fixture.OpenAsync();
        var told = await db.TargetGroups.AsNoTracking().SingleAsync();
        Assert.Equal((SyncStatus.UpToDate, 2), (told.SyncStatus, told.MemberCount));
        Assert.Contains("“Spring” is not among the active campaigns", told.SyncProblem, StringComparison.Ordinal);
        crm.Active.Add(new CrmCampaign("c1", "Spring"));
        await ByClockAsync(fixture, group, TimeSpan.FromMinutes(5));
        Assert.Null((await db.TargetGroups.AsNoTracking().SingleAsync()).SyncProblem);
    }

    [Fact]
    public async Task A_mapping_saved_while_an_import_runs_is_kept_and_gets_its_walk()
    {
        var crm = new ScriptedCrm();
        crm.Probe = crm.Probe with { DeltaByModifiedTime = true };
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        crm.Members.Add(Person("1", "a@example.com"));
        var group = await ConnectAsync(fixture);
        await fixture.InScopeAsync<ImportCommands, Result<int>>(c => c.SynchronizeAsync(group, 1, CancellationToken.None));
        crm.WhileWalking = () => fixture.InScopeAsync<GroupFields, Result>(f => f.SaveAsync(
            group, ["cf_read"], [], 1, CancellationToken.None));
        await RunLastAsync(fixture);
        crm.WhileWalking = null;

        await using var db = await fixture.OpenAsync();
        var mapped = await db.TargetGroups.AsNoTracking().SingleAsync();
        Assert.Equal(("cf_read", null), (Assert.Single(MemberFields.Parse(mapped.Fields)).Key, mapped.SyncCursor));
        var walks = crm.Walks;
        Assert.Equal(ImportStatus.Done, (await RunLastAsync(fixture)).Status);
        Assert.Equal(walks + 1, crm.Walks);
        Assert.Equal(SyncStatus.UpToDate, (await db.TargetGroups.AsNoTracking().SingleAsync()).SyncStatus);
    }

    private static CrmMember Person(string id, string email) =>
        new(id, email, "First", "Last", new Dictionary<string, string> { ["mailingcity"] = "Oulu" });

    private static async Task<int> ConnectAsync(AudienceFixture fixture)
    {
        var connection = await fixture.AddConnectionAsync("test");
        var group = await fixture.InScopeAsync<ImportCommands, Result<int>>(c => c.ImportCrmAsync(
            new CrmImportRequest("Group", fixture.ListTypeId, connection, "c1", [], IsDynamic: true), 1, CancellationToken.None));
        await RunLastAsync(fixture);
        return group.Value;
    }

    private static async Task<Import> ByClockAsync(AudienceFixture fixture, int group, TimeSpan later)
    {
        fixture.Clock.Advance(later);
        await fixture.Get<CrmSync>().RunAsync(group, CancellationToken.None);
        return await RunLastAsync(fixture);
    }

    private static async Task<Import> RunLastAsync(AudienceFixture fixture)
    {
        await using var db = await fixture.OpenAsync();
        var id = await db.Imports.MaxAsync(i => i.Id);
        await fixture.Get<Imports>().RunAsync(id, null, CancellationToken.None);
        return await db.Imports.AsNoTracking().SingleAsync(i => i.Id == id);
    }

    private static async Task<List<string>> AddressesAsync(AudienceFixture fixture)
    {
        await using var db = await fixture.OpenAsync();
        return await db.Members.Where(m => m.RemovedAt == null).OrderBy(m => m.Email).Select(m => m.Email).ToListAsync();
    }
}
