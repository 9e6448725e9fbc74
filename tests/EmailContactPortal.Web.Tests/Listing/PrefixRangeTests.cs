using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Testing;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Listing;

public sealed class BeginningTests
{
    [Theory]
    [InlineData("ann", new[] { "ann@example.com", "anna@example.com", "ann￿@example.com", "ann🌿@example.com" })]
    [InlineData("ann🌿", new[] { "ann🌿@example.com" })]
    [InlineData("100%", new[] { "100%@example.com" })]
    [InlineData("",
        new[]
        {
            "100%@example.com",
            "100x@example.com",
            "ann@example.com",
            "anna@example.com",
            "ann￿@example.com",
            "ann🌿@example.com",
            "ano@example.com",
        })]
    public async Task All_that_begin_so_are_found_and_nobody_else(string beginning, string[] found)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = services.GetRequiredService<IDbContextFactory<Data.PortalContext>>().CreateDbContext();
        string[] all = ["ann@example.com", "anna@example.com", "ann￿@example.com", "ann🌿@example.com", "ano@example.com",
            "100%@example.com", "100x@example.com"];
        db.Suppressions.AddRange(all.Select(e => new Suppression { Email = e, EmailKey = e }));
        await db.SaveChangesAsync();

        var keys = await db.Suppressions.Where(PrefixRange.Of<Suppression>(s => s.EmailKey, beginning)).Select(s => s.EmailKey)
            .ToListAsync();

        Assert.Equal(found.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }
}
