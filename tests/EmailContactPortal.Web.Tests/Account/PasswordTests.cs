using System.Net;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Startup;
using EmailContactPortal.Web.Startup.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Account;

public sealed class PasswordTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();

    public Task InitializeAsync() => portal.InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Theory]
    [InlineData("1234567890")]
    [InlineData("2026-11-27 20:00")]
    [InlineData("password12")]
    [InlineData("Password123!")]
    [InlineData("P@ssw0rd2026")]
    [InlineData("Salasana2026")]
    [InlineData("welcome2026!")]
    [InlineData("qwertyuiop")]
    [InlineData("abcdefghij")]
    [InlineData("zyxwvutsrq")]
    [InlineData("abcabcabcabc")]
    [InlineData("hellohello1")]
    [InlineData("aaaaaaaaaaaab")]
    [InlineData("ann.lee@meadow.example")]
    [InlineData("ann.lee2026")]
    [InlineData("AnnLee1234")]
    [InlineData("1q2w3e4r5t")]
    public void What_is_tried_first_is_refused(string password) =>
        Assert.NotNull(WeakSecrets.Weakness(password, "ann.lee@meadow.example", "Ann Lee"));

    [Theory]
    [InlineData(PortalFactory.Password)]
    [InlineData("a password for tests 1")]
    [InlineData("correct horse battery staple")]
    [InlineData("kolme pientä siiliä")]
    [InlineData("Xk2#vL9!qTz4")]
    [InlineData("bjqk9trw2mpx7cde")]
    [InlineData("my password is a long sentence")]
    public void A_sentence_or_something_random_is_taken(string password) =>
        Assert.Null(WeakSecrets.Weakness(password, "ann.lee@meadow.example", "Ann Lee"));

    [Theory]
    [InlineData("x")]
    [InlineData("secret")]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("passwordpasswordpassword")]
    [InlineData("abcdefghijabcdefghijabcdefghij")]
    [InlineData("with blanks in it and long enough")]
    public void A_weak_key_in_the_settings_stops_production_only(string key)
    {
        var problem = Assert.Single(Faults(key, isStrict: true));
        Assert.StartsWith("Admin:ApiKey is weak", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Length > 3 ? key : "'x'", problem, StringComparison.Ordinal);
        Assert.Empty(Faults(key, isStrict: false));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b")]
    [InlineData("ecp_a_key_for_the_first_start_0123456789")]
    public void A_good_key_is_taken(string? key) => Assert.Empty(Faults(key, isStrict: true));

    private static IEnumerable<string?> Faults(string? key, bool isStrict)
    {
        var admin = new AdminOptions { ApiKey = key, IsStrict = isStrict };
        return admin.Validate(new(admin)).Select(r => r.ErrorMessage);
    }

    [Fact]
    public async Task A_weak_password_is_refused_at_the_field_of_every_page_that_sets_one()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var made = await admin.PostFormAsync(
            "/settings/users/new",
            new()
            {
                ["Email"] = "new@meadow.example",
                ["FullName"] = "New",
                ["Role"] = "Marketer",
                ["TimeZone"] = "Europe/Helsinki",
                ["Password"] = "password12",
            });
        Assert.Contains(
            "tried first", (await made.DocumentAsync()).QuerySelector("#Password-wrong")!.TextContent, StringComparison.Ordinal);
        using var changed = await admin.PostFormAsync(
            "/account/password",
            new()
            {
                ["Password.Current"] = PortalFactory.Password,
                ["Password.New"] = "admin@portal.example",
                ["Password.Again"] = "admin@portal.example",
            }, "/account/profile");
        Assert.Contains("your own address", (await changed.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_of_the_mail_sets_a_password_once_also_when_twenty_use_it_at_once()
    {
        var (id, token) = await TokenAsync();
        var path = $"/account/reset?user={id}&token={Uri.EscapeDataString(token)}";
        using var open = await portal.SignInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
        {
            using var visitor = portal.Visitor();
            return await visitor.PostFormAsync(
                "/account/reset",
                new()
                {
                    ["User"] = $"{id}",
                    ["Token"] = token,
                    ["New"] = $"a quite new phrase {n}",
                    ["Again"] = $"a quite new phrase {n}",
                }, path);
        }));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        Assert.All(answers, a => Assert.True((int)a.StatusCode < 500));
        using var late = portal.Visitor();
        Assert.Contains("used already", (await late.PageAsync(path)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await open.GetAsync("/campaigns")).StatusCode);
    }

    [Fact]
    public async Task Asking_for_a_link_is_answered_alike_for_every_address()
    {
        using var visitor = portal.Visitor();
        var answers = new HashSet<string>();
        foreach (var email in (string[])[PortalFactory.MarketerEmail, "nobody@meadow.example", "no address"])
        {
            using var response = await visitor.PostFormAsync("/account/forgotten", new() { ["Email"] = email });
            answers.Add((await response.DocumentAsync()).Words());
        }

        Assert.Contains("If there is an account with this address", Assert.Single(answers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_mail_server_the_page_says_whom_to_ask()
    {
        await portal.InDatabaseAsync(db => db.MailServers.ExecuteUpdateAsync(s => s.SetProperty(m => m.IsEnabled, false)));
        using var visitor = portal.Visitor();
        Assert.Contains("Ask the administrator", (await visitor.PageAsync("/account/forgotten")).Words(), StringComparison.Ordinal);
    }

    private Task<(int Id, string Token)> TokenAsync() => portal.InScopeAsync<UserManager<PortalUser>, (int, string)>(async users =>
    {
        var user = (await users.FindByNameAsync(PortalFactory.MarketerEmail))!;
        return (user.Id, await users.GeneratePasswordResetTokenAsync(user));
    });
}
