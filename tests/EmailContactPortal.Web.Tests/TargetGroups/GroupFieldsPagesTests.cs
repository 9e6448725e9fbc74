using EmailContactPortal.Audience.DemoCrm;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.TargetGroups;

public sealed class GroupFieldsPagesTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Mapping_is_chosen_and_fills_the_members_and_fields_can_be_refreshed()
    {
        using var marketer = await portal.SignInAsync();
        var id = await ConnectedAsync();
        var path = $"/target-groups/{id}/fields";
        Assert.Contains("Last mailed", (await marketer.PageAsync(path)).Words(), StringComparison.Ordinal);

        using var wrong = await marketer.PostFormAsync(path, new() { ["Incoming"] = "city", ["Outgoing[LastSent]"] = "city" });
        Assert.Contains("it cannot be read from the CRM as well", (await wrong.DocumentAsync()).Words(), StringComparison.Ordinal);
        using var saved = await marketer.PostFormAsync(
            path, new() { ["Incoming"] = "city", ["Outgoing[LastSent]"] = "phone", ["Outgoing[LastOpened]"] = "" });
        await RunImportsAsync();

        var group = await portal.InDatabaseAsync(db => db.TargetGroups.AsNoTracking().SingleAsync(g => g.Id == id));
        Assert.Equal([new OutField("phone", OutValue.LastSent)], OutFields.Parse(group.CrmOutFields));
        Assert.Equal(["City"], MemberFields.Parse(group.Fields).Select(f => f.Label));
        Assert.True(await portal.InDatabaseAsync(db => db.Members.AnyAsync(m => m.TargetGroupId == id && m.Fields.Contains("\"city\""))));

        using var refreshed = await marketer.PostFormAsync($"/target-groups/{id}/refresh-fields", [], $"/target-groups/{id}");
        await RunImportsAsync();
        var words = (await marketer.PageAsync($"/target-groups/{id}")).Words();
        Assert.Contains("Up to date", words, StringComparison.Ordinal);
        Assert.Contains("Field mapping", words, StringComparison.Ordinal);
    }

    private async Task<int> ConnectedAsync()
    {
        await portal.Services.GetRequiredService<DemoCrmSeeder>().SeedAsync(CancellationToken.None);
        var (connection, campaign, list) = await portal.InDatabaseAsync(async db =>
        {
            var type = new Domain.Consent.ListType { Name = "Field news" };
            db.ListTypes.Add(type);
            await db.SaveChangesAsync();
            return (await db.CrmConnections.Select(c => c.Id).FirstAsync(),
                await db.DemoCrmCampaigns.Where(c => c.Name == "Garden fair invitation").Select(c => c.Id).SingleAsync(), type.Id);
        });
        var group = await portal.InScopeAsync<ImportCommands, Domain.Result<int>>(c => c.ImportCrmAsync(
            new CrmImportRequest("Fair", list, connection, $"{campaign}", [], IsDynamic: true), 1, CancellationToken.None));
        await RunImportsAsync();
        return group.Value;
    }

    private async Task RunImportsAsync()
    {
        foreach (var id in await portal.InDatabaseAsync(db => db.Imports.Where(i => i.Status == ImportStatus.Waiting).Select(i => i.Id)
            .ToListAsync())) await portal.Services.GetRequiredService<Imports>().RunAsync(
            id, null, CancellationToken.None);
    }
}
