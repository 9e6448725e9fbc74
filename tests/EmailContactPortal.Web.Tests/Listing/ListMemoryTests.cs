using System.Net;
using EmailContactPortal.Web.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Listing;

public sealed class ListMemoryTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Columns_that_a_person_chose_stay_chosen_for_that_person_until_they_take_it_back()
    {
        await new CampaignWorld(portal).DraftAsync(null, null);
        using var marketer = await portal.SignInAsync();
        using var other = await portal.SignInAsync(PortalFactory.AdminEmail);

        var chosen = await marketer.PostFormAsync(
            "/lists/campaigns/columns", new() { ["columns"] = "people", ["returnUrl"] = "/campaigns?sort=name" }, "/campaigns");

        Assert.Equal("/campaigns?sort=name", chosen.Headers.Location?.ToString());
        Assert.Equal(["Name", "People", "Actions"], await HeadsAsync(marketer));
        Assert.Equal(8, (await HeadsAsync(other)).Count);
        Assert.Equal(
            ["people"],
            (await marketer.PageAsync("/campaigns")).QuerySelectorAll("input[name=columns][checked]").Select(i => i.GetAttribute("value")));

        await marketer.PostFormAsync(
            "/lists/campaigns/columns", new() { ["reset"] = "true", ["returnUrl"] = "https://elsewhere.example/" }, "/campaigns");
        Assert.Equal(8, (await HeadsAsync(marketer)).Count);
    }

    [Fact]
    public async Task An_order_is_remembered_when_it_is_posted_and_an_address_goes_before_it_without_changing_it()
    {
        await new CampaignWorld(portal).DraftAsync(null, null);
        using var marketer = await portal.SignInAsync();

        await marketer.PageAsync("/campaigns?sort=status&desc=true");
        Assert.Equal(("changed", "descending"), await OrderAsync(marketer, "/campaigns"));
        Assert.False(await portal.InDatabaseAsync(db => db.UserListViews.AnyAsync(v => v.Sort == "status")));

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await marketer.PostFormAsync(
                "/lists/campaigns/sort", new() { ["sort"] = "name", ["desc"] = "true" }, "/campaigns")).StatusCode);
        Assert.Equal(("name", "descending"), await OrderAsync(marketer, "/campaigns"));
        Assert.Equal(("changed", "ascending"), await OrderAsync(marketer, "/campaigns?sort=changed"));
        Assert.Equal(("name", "descending"), await OrderAsync(marketer, "/campaigns"));
    }

    [Fact]
    public async Task Nothing_is_remembered_of_lists_and_columns_that_do_not_exist_or_without_the_form_token()
    {
        using var marketer = await portal.SignInAsync();

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await marketer.PostFormAsync("/lists/nothing/sort", new() { ["sort"] = "name" }, "/account/profile")).StatusCode);
        await marketer.PostFormAsync("/lists/reports/sort", new() { ["sort"] = "xx" }, "/account/profile");
        using var bare = await marketer.PostAsync("/lists/reports/sort", new FormUrlEncodedContent([KeyValuePair.Create("sort", "name")]));

        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        Assert.False(await portal.InDatabaseAsync(db => db.UserListViews.AnyAsync(v => v.List != "campaigns")));
    }

    private static async Task<List<string>> HeadsAsync(HttpClient client) =>
        [.. (await client.PageAsync("/campaigns")).QuerySelectorAll("thead th").Select(h => h.TextContent.Trim())];

    private static async Task<(string?, string?)> OrderAsync(HttpClient client, string path)
    {
        var head = (await client.PageAsync(path)).QuerySelector("th[aria-sort]");
        return (head?.QuerySelector("a")?.GetAttribute("data-sort"), head?.GetAttribute("aria-sort"));
    }
}
