using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Account;

public sealed class UsersTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Administrator_makes_a_user_who_can_sign_in()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var made = await admin.PostFormAsync(
            "/settings/users/new", Form("new.person@meadow.example", "New Person", "Marketer", PortalFactory.Password));
        Assert.Equal("/settings/users", made.Headers.Location?.ToString());
        using var person = await portal.SignInAsync("new.person@meadow.example");
        await person.PageAsync("/");
    }

    [Fact]
    public async Task Second_user_with_the_same_address_is_refused_at_the_field()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var refused = await admin.PostFormAsync(
            "/settings/users/new", Form(PortalFactory.MarketerEmail, "Twice", "Marketer", PortalFactory.Password));
        var page = await refused.DocumentAsync();
        Assert.Contains("Another user has this address.", page.QuerySelector("#Email-wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Email-wrong", page.QuerySelector("#Email")!.GetAttribute("aria-describedby"));
        Assert.NotNull(page.QuerySelector("[role=alert] a[href='#Email']"));
    }

    [Fact]
    public async Task Administrator_cannot_lock_themself_out()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var id = await portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == PortalFactory.AdminEmail).Select(u => u.Id)
            .SingleAsync());
        using var refused = await admin.PostFormAsync(
            string.Create(CultureInfo.InvariantCulture, $"/settings/users/{id}"),
            Form(PortalFactory.AdminEmail, "Ada Admin", "Marketer", ""));
        Assert.Contains("You cannot deactivate yourself", (await refused.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_shows_times_in_the_chosen_zone()
    {
        using var marketer = await portal.SignInAsync();
        using var saved = await marketer.PostFormAsync("/account/profile", new()
        {
            ["Profile.FullName"] = "Tilda M.",
            ["Profile.TimeZone"] = "Asia/Tokyo",
            ["Profile.Language"] = "en",
            ["Profile.Theme"] = "dark",
        });
        Assert.Equal("/account/profile", saved.Headers.Location?.ToString());
        var home = await marketer.PageAsync("/");
        Assert.Contains("Asia/Tokyo", home.Words(), StringComparison.Ordinal);
        Assert.Equal("dark", home.DocumentElement.GetAttribute("data-bs-theme"));
        Assert.Contains("Tilda M.", home.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Form(string email, string name, string role, string password) => new()
    {
        ["Email"] = email,
        ["FullName"] = name,
        ["Role"] = role,
        ["Password"] = password,
        ["TimeZone"] = "Europe/Helsinki",
        ["IsActive"] = "true",
    };
}
