using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.ListTypes;

public sealed class ListTypePagesTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Addresses_are_added_imported_exported_and_put_back_with_a_reason()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var path = await NewAsync(admin, "Letters");
        using var added = await admin.PostFormAsync(
            $"{path}/unsubscribed/add", new() { ["Emails"] = "anna@example.com\nbob@example.com", ["Reason"] = "Asked by phone" },
            $"{path}/unsubscribed");
        using var imported = await ImportAsync(admin, path, "name;email\nCarl;carl@example.com\n\"Anna\";\"anna@example.com\"\n");
        var page = await admin.PageAsync($"{path}/unsubscribed");
        Assert.Contains("These 3 addresses", page.Words(), StringComparison.Ordinal);
        Assert.Contains("3 lines read: 1 address is newly unsubscribed, 1 line has no address.", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Asked by phone", page.Words(), StringComparison.Ordinal);

        var id = await portal.InDatabaseAsync(db => db.Unsubscribes.Where(u => u.EmailKey == "anna@example.com").Select(u => u.Id)
            .SingleAsync());
        using var silent = await admin.PostFormAsync($"{path}/unsubscribed/{id}/remove", [], $"{path}/unsubscribed");
        Assert.Contains("These 3 addresses", (await admin.PageAsync($"{path}/unsubscribed")).Words(), StringComparison.Ordinal);
        using var back = await admin.PostFormAsync(
            $"{path}/unsubscribed/{id}/remove", new() { ["reason"] = "Wrote to us" }, $"{path}/unsubscribed");
        var proof = await portal.InDatabaseAsync(db => db.ConsentChanges.OrderBy(c => c.Id).LastAsync());
        Assert.Equal((false, "Wrote to us", PortalFactory.AdminEmail), (proof.Unsubscribed, proof.Reason, proof.Actor));

        var export = await admin.GetStringAsync($"{path}/unsubscribed.csv");
        Assert.Equal(3, export.Trim().Split('\n').Length);
        Assert.DoesNotContain("anna", export, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_address_is_refused_and_none_of_the_list_is_taken()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var path = await NewAsync(admin, "Strict list");
        using var refused = await admin.PostFormAsync(
            $"{path}/unsubscribed/add", new() { ["Emails"] = "good@example.com\nbad@@example.com" }, $"{path}/unsubscribed");
        var page = await admin.PageAsync($"{path}/unsubscribed");
        Assert.Contains("bad@@example.com: The character '@' is not allowed", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Addresses of this list are left out", page.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_type_with_history_or_groups_stays()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var path = await NewAsync(admin, "Kept list");
        using var added = await admin.PostFormAsync(
            $"{path}/unsubscribed/add", new() { ["Emails"] = "dora@example.com" }, $"{path}/unsubscribed");
        using var refused = await admin.PostFormAsync($"{path}/delete", [], path);
        Assert.Contains("Rename it instead", (await admin.PageAsync(path)).Words(), StringComparison.Ordinal);
        var empty = await NewAsync(admin, "Empty list");
        using var deleted = await admin.PostFormAsync($"{empty}/delete", [], empty);
        Assert.Equal("/settings/list-types", deleted.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Connection_is_made_checked_and_its_secret_never_shown()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var made = await admin.PostFormAsync(
            "/settings/crm-connections/new",
            new() { ["Form.Name"] = "Try it", ["Form.Kind"] = "demo", ["Form.Secret"] = "very secret words" });
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var page = await admin.PageAsync(made.Headers.Location!.ToString());
        Assert.Contains("Reached and signed in", page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("very secret words", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "very secret words",
            await portal.InDatabaseAsync(db => db.CrmConnections.Where(c => c.Name == "Try it").Select(c => c.ProtectedSecret!)
                .SingleAsync()), StringComparison.Ordinal);
        var writeBack = await admin.PageAsync("/settings/write-back");
        Assert.Contains("Everything is written back", writeBack.Words(), StringComparison.Ordinal);
        // What is written is chosen there, above the empty list, too.
        Assert.NotNull(writeBack.QuerySelector("select[name=state] option[value=Written]"));
    }

    private async Task<string> NewAsync(HttpClient admin, string name)
    {
        using var made = await admin.PostFormAsync("/settings/list-types/new", new() { ["Name"] = name, ["PageHtml"] = "<p>Hello</p>" });
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        return $"/settings/list-types/{await portal.InDatabaseAsync(db => db.ListTypes.Where(l => l.Name == name).Select(l => l.Id).SingleAsync())}";
    }

    private static async Task<HttpResponseMessage> ImportAsync(HttpClient admin, string path, string file)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await admin.FormTokenAsync($"{path}/unsubscribed")), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "File", "list.csv" },
        };
        return await admin.PostAsync($"{path}/unsubscribed/import", form);
    }
}
