using EmailContactPortal.Data.TargetGroups;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Tests.TargetGroups;

public sealed class MemberDiffTests
{
    private static readonly DateTime At = new(2026, 11, 20, 8, 30, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("anna@example.com", "Anna", "Ek", "12x1")]
    [InlineData("anna@example.com", "anna", "EK", "12x1")]
    [InlineData("Anna@example.com", "anna", "Ek", "12x1")]
    [InlineData("anna@example.com", "anna", "Ek", "12X1")]
    [InlineData("anna@example.com", "anna", "Ek", null)]
    public async Task Corrections_of_case_alone_are_taken_over_and_what_is_the_same_is_left(
        string email, string first, string last, string? crm)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using var db = services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext();
        var group = await AddGroupAsync(db);
        db.Members.AddRange(
            new Member
            {
                TargetGroupId = group,
                Email = "anna@example.com",
                EmailKey = "anna@example.com",
                FirstName = "anna",
                LastName = "Ek",
                CrmContactId = "12x1",
            },
            new Member
            {
                TargetGroupId = group,
                Email = "bert@example.com",
                EmailKey = "bert@example.com",
                FirstName = "Bert",
                LastName = "Ek",
            });
        await db.SaveChangesAsync();
        db.MemberStages.AddRange(
            new MemberStage
            {
                ImportId = 1,
                Line = 2,
                Email = email,
                EmailKey = EmailAddress.Key(email),
                FirstName = first,
                LastName = last,
                CrmContactId = crm,
            },
            new MemberStage
            {
                ImportId = 1,
                Line = 3,
                Email = "bert@example.com",
                EmailKey = "bert@example.com",
                FirstName = "Bert",
                LastName = "Ek",
            });
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();

        var changes = await db.ApplyStageAsync(1, group, StageScope.Everybody, At, default);

        Assert.Equal(new MemberChanges(Added: 0, Updated: 1, Removed: 0, Distinct: 2), changes);
        var anna = await db.Members.AsNoTracking().SingleAsync(m => m.EmailKey == "anna@example.com");
        Assert.Equal((email, first, last, crm), (anna.Email, anna.FirstName, anna.LastName, anna.CrmContactId));
    }

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
}
