using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Testing;
using EmailContactPortal.Testing.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Tests.Connecting;

/// <summary>The same two texts are the same, or not, on both databases.</summary>
public sealed class CollationTests
{
    private static readonly DateTime At = new(2026, 11, 20, 8, 30, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("straße@example.com", "strasse@example.com")]
    [InlineData("ünal@example.com", "unal@example.com")]
    [InlineData("æ@example.com", "ae@example.com")]
    public async Task Addresses_that_only_look_alike_are_two_people(string one, string other)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext();
        var group = await AddGroupAsync(db);
        db.Members.AddRange(Person(group, one, "12x1a"), Person(group, other, "12x1A"));
        await db.SaveChangesAsync();
        var key = EmailAddress.Key(one);

        Assert.Equal(one, (await db.Members.AsNoTracking().SingleAsync(m => m.EmailKey == key)).Email);
        Assert.Equal(other, (await db.Members.AsNoTracking().SingleAsync(m => m.CrmContactId == "12x1A")).Email);
    }

    [Fact]
    public async Task Two_names_that_differ_in_case_only_are_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext();
        db.ListTypes.Add(new ListType { Name = "News", CreatedAt = At, UpdatedAt = At });
        await db.SaveChangesAsync();
        db.ListTypes.Add(new ListType { Name = "NEWS", CreatedAt = At, UpdatedAt = At });

        Assert.True(await db.ListTypes.AsNoTracking().AnyAsync(l => l.Name == "news"));
        Assert.True(IsDuplicate(await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync())));
    }

    [Fact]
    public void Every_column_that_keeps_keys_has_a_binary_collation_on_SQL_Server()
    {
        using var db = SilentSqlServer.Open();
        string[] keys = ["EmailKey", "CrmContactId", "CrmCampaignId", "ExternalId", "MessageId", "Journal", "Owner", "Instance",
            "Selector"];

        var wrong = db.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(t => t.GetProperties())
            .Where(p => keys.Contains(p.Name) && p.ClrType == typeof(string) && p.GetCollation() != "Latin1_General_100_BIN2")
            .Select(p => $"{p.DeclaringType.DisplayName()}.{p.Name}");

        Assert.Empty(wrong);
    }

    private static bool IsDuplicate(Exception e) => DatabaseErrors.IsDuplicate(e);

    private static async Task<int> AddGroupAsync(PortalContext db)
    {
        var list = new ListType { Name = "News", CreatedAt = At, UpdatedAt = At };
        db.ListTypes.Add(list);
        await db.SaveChangesAsync();
        var group = new TargetGroup { Name = "All", ListTypeId = list.Id, CreatedAt = At, UpdatedAt = At };
        db.TargetGroups.Add(group);
        await db.SaveChangesAsync();
        return group.Id;
    }

    private static Member Person(int group, string email, string crm) =>
        new() { TargetGroupId = group, Email = email, EmailKey = EmailAddress.Key(email), CrmContactId = crm };
}
