using System.Globalization;
using System.Net;
using System.Text;
using EmailContactPortal.Audience.DemoCrm;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data.Consent;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Features.Settings.ListTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.TargetGroups;

public sealed class TargetGroupPagesTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private const string Csv =
        "E-mail;First name;Surname;Town\nanna@example.com;Anna;Aalto;Oulu\nbob@example.com;Bob;Brook;Espoo\nno address;X;Y;Z\n=1+1;X;Y;Z\n";

    [Fact]
    public async Task Csv_is_uploaded_previewed_confirmed_and_its_people_are_listed()
    {
        using var marketer = await portal.SignInAsync();
        var list = await ListTypeAsync("Csv newsletter");
        using var uploaded = await UploadAsync(marketer, Encoding.UTF8.GetBytes(Csv));
        var path = uploaded.Headers.Location!.ToString();
        var preview = await marketer.PageAsync(path);
        Assert.Contains("Import 2 people", preview.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("3 of 4 recognised", preview.Words(), StringComparison.Ordinal);

        var id = await StartAsync(marketer, path, "Course sign-ups", list);
        var waiting = await marketer.PageAsync($"/target-groups/{id}");
        Assert.Contains("Waiting for its turn", waiting.Words(), StringComparison.Ordinal);
        await RunImportsAsync();

        var page = await marketer.PageAsync($"/target-groups/{id}");
        Assert.Contains("Anna Aalto", page.Words(), StringComparison.Ordinal);
        Assert.Contains("2, see why", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Course sign-ups", (await marketer.PageAsync("/target-groups?q=sign-ups")).Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Anna", (await marketer.PageAsync($"/target-groups/{id}?q=bob@")).Words(), StringComparison.Ordinal);
        var import = await portal.InDatabaseAsync(db => db.Imports.Where(i => i.TargetGroupId == id).Select(i => i.Id).SingleAsync());
        var issues = await marketer.GetStringAsync($"/target-groups/{id}/imports/{import}/issues.csv");
        Assert.Contains("4,E-mail,no address,", issues, StringComparison.Ordinal);
        Assert.Contains("\"'=1+1\"", issues, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_list_type_is_chosen_beforehand_and_the_one_used_last_comes_first()
    {
        await portal.Services.GetRequiredService<DemoCrmSeeder>().SeedAsync(CancellationToken.None);
        using var marketer = await portal.SignInAsync();
        await ListTypeAsync("Aaa first by alphabet");
        var list = await ListTypeAsync("Zzz used last");
        using var first = await UploadAsync(marketer, Encoding.UTF8.GetBytes(Csv));
        await StartAsync(marketer, first.Headers.Location!.ToString(), "Made with Zzz", list);
        using var second = await UploadAsync(marketer, Encoding.UTF8.GetBytes(Csv));
        var path = second.Headers.Location!.ToString();

        foreach (var page in (string[])[path, "/target-groups/import-crm"])
        {
            var options = (await marketer.PageAsync(page)).QuerySelectorAll("#ListTypeId option");
            Assert.Equal(("", $"{list}"), (options[0].GetAttribute("value"), options[1].GetAttribute("value")));
            Assert.EndsWith("(used last)", options[1].TextContent.Trim(), StringComparison.Ordinal);
            Assert.DoesNotContain(options, o => o.HasAttribute("selected") && o.GetAttribute("value") != "");
        }

        using var nothing = await marketer.PostFormAsync(
            path, new() { ["Name"] = "Without a list", ["ListTypeId"] = "", ["Do"] = "import" });
        Assert.Contains("Choose a list type.", (await nothing.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changing_the_list_type_of_a_group_warns_with_numbers_and_waits_for_an_agreement()
    {
        using var marketer = await portal.SignInAsync();
        var (from, to) = (await ListTypeAsync("Left by Anna"), await ListTypeAsync("Left by nobody"));
        using var uploaded = await UploadAsync(marketer, Encoding.UTF8.GetBytes(Csv));
        var id = await StartAsync(marketer, uploaded.Headers.Location!.ToString(), "Group that moves", from);
        await RunImportsAsync();
        await portal.InDatabaseAsync(db => db.UnsubscribeAsync(
            new ConsentAct(from, "anna@example.com", ConsentSource.Page, DateTime.UnixEpoch), CancellationToken.None));
        var owner = await portal.InDatabaseAsync(db => db.TargetGroups.Where(g => g.Id == id).Select(g => g.OwnerId).SingleAsync());
        var form = new Dictionary<string, string> { ["Name"] = "Group that moves", ["ListTypeId"] = $"{to}", ["OwnerId"] = $"{owner}" };

        using var warned = await marketer.PostFormAsync($"/target-groups/{id}/edit", form);
        var page = await warned.DocumentAsync();
        Assert.Contains(
            "Of 2 members, 1 left “Left by Anna” and 0 left “Left by nobody”. With the new list type 1 who asked for no more mail can be "
                + "mailed again.", page.Words(), StringComparison.Ordinal);
        Assert.Equal($"{to}", page.QuerySelector("[name=AgreedListTypeId]")!.GetAttribute("value"));
        Assert.Equal(
            from, await portal.InDatabaseAsync(db => db.TargetGroups.Where(g => g.Id == id).Select(g => g.ListTypeId).SingleAsync()));

        using var agreed = await marketer.PostFormAsync($"/target-groups/{id}/edit", new(form) { ["AgreedListTypeId"] = $"{to}" });
        Assert.Equal(HttpStatusCode.Redirect, agreed.StatusCode);
        Assert.Equal(
            to, await portal.InDatabaseAsync(db => db.TargetGroups.Where(g => g.Id == id).Select(g => g.ListTypeId).SingleAsync()));
    }

    [Fact]
    public async Task File_that_is_no_list_is_refused_on_the_page_and_leaves_nothing()
    {
        using var marketer = await portal.SignInAsync();
        using var refused = await UploadAsync(marketer, [0x50, 0x4B, 0x03, 0x04, 1, 2, 3]);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("Excel workbook", (await refused.DocumentAsync()).Words(), StringComparison.Ordinal);
        using var empty = await UploadAsync(marketer, []);
        Assert.Contains("The file is empty", (await empty.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Member_is_removed_put_back_and_the_count_follows()
    {
        using var marketer = await portal.SignInAsync();
        var id = await GroupAsync(marketer, "Members to move");
        var member = await portal.InDatabaseAsync(db => db.Members.Where(m => m.TargetGroupId == id).OrderBy(m => m.Id).Select(m => m.Id)
            .FirstAsync());
        using var removed = await marketer.PostFormAsync($"/target-groups/{id}/members/{member}/remove", [], $"/target-groups/{id}");
        Assert.Equal(1, await CountAsync(id));
        Assert.Contains("Put back", (await marketer.PageAsync($"/target-groups/{id}?state=removed")).Words(), StringComparison.Ordinal);
        using var restored = await marketer.PostFormAsync($"/target-groups/{id}/members/{member}/restore", [], $"/target-groups/{id}");
        Assert.Equal(2, await CountAsync(id));
    }

    [Fact]
    public async Task Group_of_a_scheduled_campaign_cannot_be_deleted_until_the_campaign_ended()
    {
        using var marketer = await portal.SignInAsync();
        var id = await GroupAsync(marketer, "In use");
        await portal.InDatabaseAsync(async db =>
        {
            db.Campaigns.Add(new Campaign { Name = "Uses it", TargetGroupId = id, Status = CampaignStatus.Scheduled });
            return await db.SaveChangesAsync();
        });
        using var refused = await marketer.PostFormAsync($"/target-groups/{id}/delete", [], $"/target-groups/{id}");
        Assert.Contains("'Uses it' is scheduled", (await marketer.PageAsync($"/target-groups/{id}")).Words(), StringComparison.Ordinal);
        await portal.InDatabaseAsync(db => db.Campaigns.Where(c => c.TargetGroupId == id)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Status, CampaignStatus.Sent)));
        using var deleted = await marketer.PostFormAsync($"/target-groups/{id}/delete", [], $"/target-groups/{id}");
        Assert.Equal("/target-groups", deleted.Headers.Location?.ToString());
        Assert.False(await portal.InDatabaseAsync(db => db.Members.AnyAsync(m => m.TargetGroupId == id)));
    }

    [Fact]
    public async Task Crm_import_offers_active_campaigns_newest_first_and_brings_people_with_fields()
    {
        await portal.Services.GetRequiredService<DemoCrmSeeder>().SeedAsync(CancellationToken.None);
        using var marketer = await portal.SignInAsync();
        var list = await ListTypeAsync("Crm newsletter");
        var form = await marketer.PageAsync("/target-groups/import-crm");
        var offered = form.QuerySelectorAll("#CampaignId option")
            .Where(o => !o.TextContent.StartsWith("Made by hand", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["Spring newsletter (420 members)", "Garden fair invitation (160 members)", "Winter course, second round (48 members)",
                "All customers (2,000 members)"], offered.Select(o => o.TextContent));
        var campaign = offered[2].GetAttribute("value")!;
        var connection = form.QuerySelector("[name=ConnectionId]")!.GetAttribute("value")!;

        using var started = await marketer.PostFormAsync(
            "/target-groups/import-crm",
            new()
            {
                ["Name"] = "Course people",
                ["ListTypeId"] = Text(list),
                ["ConnectionId"] = connection,
                ["CampaignId"] = campaign,
                ["Fields"] = "city",
            });
        await RunImportsAsync();
        var page = await marketer.PageAsync(started.Headers.Location!.ToString());
        Assert.Contains("From Winter course, second round in Demo CRM", page.Words(), StringComparison.Ordinal);
        Assert.Equal("City", page.QuerySelectorAll("table th")[1].TextContent);
        using var nameless = await marketer.PostFormAsync(
            "/target-groups/import-crm", new() { ["ListTypeId"] = Text(list), ["ConnectionId"] = connection, ["CampaignId"] = campaign });
        Assert.Contains("Give the target group a name", (await nameless.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_crm_campaign_is_made_filled_and_shown_in_the_import_once_it_is_active()
    {
        await portal.Services.GetRequiredService<DemoCrmSeeder>().SeedAsync(CancellationToken.None);
        using var marketer = await portal.SignInAsync();
        using var made = await marketer.PostFormAsync("/demo-crm/campaigns", new() { ["name"] = "Made by hand" }, "/demo-crm");
        var path = made.Headers.Location!.OriginalString.Split('?')[0];
        using var added = await marketer.PostFormAsync(
            path + "/members", new() { ["contactIds[0]"] = "3", ["contactIds[1]"] = "4" }, path + "?adding=true");
        Assert.DoesNotContain("Made by hand", (await marketer.PageAsync("/target-groups/import-crm")).Words(), StringComparison.Ordinal);
        using var active = await marketer.PostFormAsync(path + "/status", new() { ["status"] = "Active" }, path);
        Assert.Contains(
            "Made by hand (2 members)", (await marketer.PageAsync("/target-groups/import-crm")).Words(), StringComparison.Ordinal);
    }

    private async Task<int> GroupAsync(HttpClient marketer, string name)
    {
        var list = await ListTypeAsync(name);
        using var uploaded = await UploadAsync(marketer, Encoding.UTF8.GetBytes(Csv));
        var id = await StartAsync(marketer, uploaded.Headers.Location!.ToString(), name, list);
        await RunImportsAsync();
        return id;
    }

    private async Task RunImportsAsync()
    {
        foreach (var id in await portal.InDatabaseAsync(db => db.Imports.Where(i => i.Status == ImportStatus.Waiting).Select(i => i.Id)
            .ToListAsync()))
        {
            await portal.Services.GetRequiredService<Imports>().RunAsync(id, null, CancellationToken.None);
        }
    }

    private Task<int> ListTypeAsync(string name) =>
        portal.InScopeAsync<ListTypeCommands, int>(async c => (await c.CreateAsync(
            new ListTypeForm { Name = name }, CancellationToken.None)).Value);

    private Task<int> CountAsync(int id) =>
        portal.InDatabaseAsync(db => db.TargetGroups.Where(g => g.Id == id).Select(g => g.MemberCount).SingleAsync());

    private static async Task<int> StartAsync(HttpClient marketer, string path, string name, int list)
    {
        using var started = await marketer.PostFormAsync(path, new() { ["Name"] = name, ["ListTypeId"] = Text(list), ["Do"] = "import" });
        return int.Parse(started.Headers.Location!.ToString().Split('/')[^1], CultureInfo.InvariantCulture);
    }

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient marketer, byte[] file)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await marketer.FormTokenAsync("/target-groups/import-csv")), "__RequestVerificationToken" },
            { new ByteArrayContent(file), "File", "people.csv" },
        };
        return await marketer.PostAsync("/target-groups/import-csv", form);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
