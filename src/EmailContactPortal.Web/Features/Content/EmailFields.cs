using System.Text.Json;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Content;

/// <summary>Somebody to preview as.</summary>
internal sealed record PersonChoice(long Id, string Email, string Name);

/// <summary>The merge fields of each group for the menu, and the people whose values fill a preview.</summary>
internal sealed class EmailFields(PortalContext db)
{
    private const int MostGroups = 500;
    private const int MostPeople = 20;
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Groups that can be sent to with their extra fields, newest first.</summary>
    public async Task<IReadOnlyList<GroupFields>> GroupsAsync(CancellationToken cancellationToken)
    {
        var groups = await db.TargetGroups.AsNoTracking().OrderByDescending(g => g.UpdatedAt).Take(MostGroups)
            .Select(g => new { g.Id, g.Name, g.Fields }).ToListAsync(cancellationToken);
        return [.. groups.Select(g => new GroupFields(g.Id, g.Name, JsonSerializer.Deserialize<List<MemberField>>(g.Fields, Web) ?? []))];
    }

    /// <summary>A few members of a group whose address or name begins with the words.</summary>
    public async Task<IReadOnlyList<PersonChoice>> PeopleAsync(int groupId, string? words, CancellationToken cancellationToken)
    {
        var members = db.Members.AsNoTracking().Where(m => m.TargetGroupId == groupId && m.RemovedAt == null).OrderBy(m => m.EmailKey);
        if (string.IsNullOrWhiteSpace(words)) return await ChoicesAsync(members, cancellationToken);

        // A range of the index instead of LIKE, which would read a million rows.
        var byAddress = await ChoicesAsync(
            members.Where(PrefixRange.Of<Member>(m => m.EmailKey, words.Trim().ToLowerInvariant())), cancellationToken);
        return byAddress.Count > 0 || words.Contains('@', StringComparison.Ordinal)
            ? byAddress
            : await ChoicesAsync(
                members.Where(m => m.FirstName.StartsWith(words.Trim()) || m.LastName.StartsWith(words.Trim())), cancellationToken);
    }

    private static async Task<IReadOnlyList<PersonChoice>> ChoicesAsync(IQueryable<Member> members, CancellationToken cancellationToken) =>
        await members.Take(MostPeople).Select(m => new PersonChoice(m.Id, m.Email, (m.FirstName + " " + m.LastName).Trim()))
            .ToListAsync(cancellationToken);

    /// <summary>The person to fill a preview with; somebody made up when <paramref name="memberId"/> names nobody.</summary>
    public async Task<Person> PersonAsync(long? memberId, CancellationToken cancellationToken) =>
        memberId is { } id && await db.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellationToken) is { } member
            ? Person.Of(member)
            : Person.Sample;
}
