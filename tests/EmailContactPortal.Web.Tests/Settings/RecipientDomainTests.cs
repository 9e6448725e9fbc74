using EmailContactPortal.Domain.MailServers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Settings;

public sealed class RecipientDomainTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static Dictionary<string, string> Form(string name, string domains) => new()
    {
        ["Name"] = name,
        ["Domains"] = domains,
        ["MaxPerSecond"] = "2.5",
        ["MaxPerMinute"] = "0",
        ["MaxConnections"] = "3",
        ["HoldsForRelays"] = "true",
    };

    [Fact]
    public async Task Large_providers_are_there_from_the_start_and_hold_no_relay_back()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);

        var words = (await admin.PageAsync("/settings/recipient-domains")).Words();

        Assert.Contains("Gmail", words, StringComparison.Ordinal);
        Assert.Contains("Only limits made for relays hold now.", words, StringComparison.Ordinal);
        Assert.False(await portal.InDatabaseAsync(db => db.DomainLimits.AnyAsync(l => l.HoldsForRelays && l.Id <= 13)));
    }

    [Fact]
    public async Task Limit_is_made_changed_and_deleted()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);

        await admin.PostFormAsync("/settings/recipient-domains/new", Form("Big company", "Big.example, mail.big.example"));
        var limit = await portal.InDatabaseAsync(db => db.DomainLimits.AsNoTracking().SingleAsync(l => l.Name == "Big company"));
        Assert.Equal(
            ("big.example mail.big.example", 2.5, 3, true),
            (limit.Domains, limit.MaxPerSecond, limit.MaxConnections, limit.HoldsForRelays));

        await admin.PostFormAsync($"/settings/recipient-domains/{limit.Id}", Form("Big company", "big.example"));
        Assert.Equal(
            "big.example",
            await portal.InDatabaseAsync(db => db.DomainLimits.Where(l => l.Id == limit.Id).Select(l => l.Domains).SingleAsync()));

        await admin.PostFormAsync($"/settings/recipient-domains/{limit.Id}/delete", [], "/settings/recipient-domains/new");
        Assert.False(await portal.InDatabaseAsync(db => db.DomainLimits.AnyAsync(l => l.Id == limit.Id)));
    }

    [Theory]
    [InlineData("Gmail", "other.example", "There is already a limit named “Gmail”")]
    [InlineData("Google", "gmail.com", "gmail.com is already in “Gmail”")]
    [InlineData("Nothing", "", "Write at least one domain")]
    [InlineData("Odd", "what is this?", "is not a domain")]
    public async Task Bad_input_names_the_field_and_the_remedy(string name, string domains, string says)
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);

        var refused = await admin.PostFormAsync("/settings/recipient-domains/new", Form(name, domains));

        Assert.Contains(says, (await refused.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limit_of_all_others_can_be_set_but_not_deleted()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var id = await portal.InDatabaseAsync(db => db.DomainLimits.Where(l => l.Domains == DomainLimit.Others).Select(l => l.Id)
            .SingleAsync());

        await admin.PostFormAsync($"/settings/recipient-domains/{id}", Form("All other domains", "ignored.example"));
        await admin.PostFormAsync($"/settings/recipient-domains/{id}/delete", [], "/settings/recipient-domains/new");

        var others = await portal.InDatabaseAsync(db => db.DomainLimits.AsNoTracking().SingleAsync(l => l.Id == id));
        Assert.Equal((DomainLimit.Others, 2.5), (others.Domains, others.MaxPerSecond));
    }

    [Fact]
    public async Task Domain_that_asked_for_less_is_listed_with_its_words()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var now = portal.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        await portal.InDatabaseAsync(async db =>
        {
            db.Slowdowns.Add(new Slowdown
            {
                Domain = "storm.example",
                PerSecond = 6,
                FullPerSecond = 40,
                Since = now,
                ChangedAt = now,
                Reason = "451 4.7.1 slow down",
            });
            return await db.SaveChangesAsync();
        });

        var words = (await admin.PageAsync("/settings/recipient-domains")).Words();

        Assert.Contains("storm.example", words, StringComparison.Ordinal);
        Assert.Contains("6 per second", words, StringComparison.Ordinal);
        Assert.Contains("451 4.7.1 slow down", words, StringComparison.Ordinal);
    }
}
