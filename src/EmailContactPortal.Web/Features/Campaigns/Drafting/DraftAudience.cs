using EmailContactPortal.Data;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Campaigns.Drafting;

/// <summary>
/// How many people a campaign would reach now, and who is left out by which rule; the same rules freeze the audience at launch.
/// </summary>
/// <param name="Members">Everyone in the group.</param>
/// <param name="Unsubscribed">Left out: they unsubscribed from the group's list type.</param>
/// <param name="Suppressed">Left out besides: their mail came back, or they complained.</param>
internal sealed record AudienceCount(int Members, int Unsubscribed, int Suppressed)
{
    public int Receive => Members - LeftOut;

    public int LeftOut => Unsubscribed + Suppressed;
}

/// <summary>One person of an audience.</summary>
internal sealed record AudiencePerson(long Id, string Email, string Name, DateTime? UnsubscribedAt, string? Reason);

/// <summary>Counts and lists the people of a draft.</summary>
internal sealed class DraftAudience(PortalContext db, ListReading lists)
{
    public const string Receive = "receive";
    public const string Unsubscribed = "unsubscribed";
    public const string Suppressed = "suppressed";
    public const string EmptyField = "empty";

    public async Task<AudienceCount> CountAsync(TargetGroup group, CancellationToken cancellationToken)
    {
        // Begins at the unsubscribed, who are few, not at the members, who may be a million.
        var leftOut = await db.Unsubscribes.CountAsync(
            u => u.ListTypeId == group.ListTypeId
                && db.Members.Any(m => m.TargetGroupId == group.Id && m.EmailKey == u.EmailKey && m.RemovedAt == null),
            cancellationToken);
        var suppressed = await db.Suppressions.CountAsync(
            s => db.Members.Any(m => m.TargetGroupId == group.Id && m.EmailKey == s.EmailKey && m.RemovedAt == null)
                && !db.Unsubscribes.Any(u => u.ListTypeId == group.ListTypeId && u.EmailKey == s.EmailKey),
            cancellationToken);
        return new AudienceCount(group.MemberCount, leftOut, suppressed);
    }

    /// <summary>How many of those who receive it have nothing in a field.</summary>
    public Task<int> CountEmptyAsync(TargetGroup group, string field, CancellationToken cancellationToken) =>
        Empty(Receivers(group), field).CountAsync(cancellationToken);

    /// <summary>How many of those who receive it have their mailbox at one of these domains.</summary>
    /// <param name="group">The group.</param>
    /// <param name="domains">In their ASCII form, lower case.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<int> CountAtAsync(TargetGroup group, IReadOnlyList<string> domains, CancellationToken cancellationToken)
    {
        var at = domains.Select(d => "%@" + d).ToList();
        return Receivers(group).CountAsync(m => at.Any(end => EF.Functions.Like(m.EmailKey, end)), cancellationToken);
    }

    public static ListSpec<Member, AudiencePerson> Spec { get; } = new ListSpec<Member, AudiencePerson>("draft-people", "people")
        .Column("email", "Address", ListSort<Member>.By(m => m.EmailKey, ["TargetGroupId", "EmailKey"]))
        .Column("name", "Name", show: p => p.Name)
        .Column("unsubscribed", "Unsubscribed")
        .Column("reason", "Reason", show: p => p.Reason)
        .Order("email")
        .Search("Search by address or name", "Search by address or name", m => m.FirstName + " " + m.LastName)
        .SearchKey(m => m.EmailKey)
        .Filter(new("rule", "Rule") { IsPartOfAddress = true })
        .Filter(new("field", "Field") { IsPartOfAddress = true })
        .Says(
            "People", new("users", "Nobody", "This rule leaves nobody out at present."),
            new("users", "Nobody", "Nobody here matches the search."));

    /// <summary>The people behind a number, found by address or name.</summary>
    public async Task<ListPage<AudiencePerson>> PeopleAsync(
        TargetGroup group, string rule, string? field, ListRequest request, CancellationToken cancellationToken)
    {
        var people = rule switch
        {
            Unsubscribed => LeftOut(group),
            Suppressed => Members(group).Where(m => db.Suppressions.Any(s => s.EmailKey == m.EmailKey)
                && !db.Unsubscribes.Any(u => u.ListTypeId == group.ListTypeId && u.EmailKey == m.EmailKey)),
            EmptyField when field is not null => Empty(Receivers(group), field),
            _ => Receivers(group),
        };
        var spec = rule == Unsubscribed ? Spec : Spec.Without("unsubscribed", "reason");
        return await lists.ReadAsync(
            spec,
            request,
            people,
            rows => rows.Select(m => new AudiencePerson(
                m.Id,
                m.Email,
                (m.FirstName + " " + m.LastName).Trim(),
                db.Unsubscribes.Where(u => u.ListTypeId == group.ListTypeId && u.EmailKey == m.EmailKey).Select(u => (DateTime?)u.At)
                    .FirstOrDefault(),
                db.Unsubscribes.Where(u => u.ListTypeId == group.ListTypeId && u.EmailKey == m.EmailKey).Select(u => u.Reason)
                    .FirstOrDefault())),
            async (rows, isNarrowed) => isNarrowed || rule == EmptyField
                ? await rows.LongCountAsync(cancellationToken)
                : await CountAsync(group, cancellationToken) is var count && rule == Unsubscribed
                    ? count.Unsubscribed
                    : rule == Suppressed ? count.Suppressed : count.Receive,
            group.MemberCount > ListRequest.SearchesEverywhere,
            cancellationToken);
    }

    private IQueryable<Member> Members(TargetGroup group) =>
        db.Members.AsNoTracking().Where(m => m.TargetGroupId == group.Id && m.RemovedAt == null);

    private IQueryable<Member> LeftOut(TargetGroup group) =>
        Members(group).Where(m => db.Unsubscribes.Any(u => u.ListTypeId == group.ListTypeId && u.EmailKey == m.EmailKey));

    private IQueryable<Member> Receivers(TargetGroup group) =>
        Members(group).Where(m => !db.Unsubscribes.Any(u => u.ListTypeId == group.ListTypeId && u.EmailKey == m.EmailKey)
            && !db.Suppressions.Any(s => s.EmailKey == m.EmailKey));

    /// <summary>
    /// Fields beside the names stand in a flat JSON object of strings, so that an empty or missing one is a matter of text.
    /// </summary>
    private static IQueryable<Member> Empty(IQueryable<Member> people, string field)
    {
        if (field == Domain.Content.MergeFields.FirstName) return people.Where(m => m.FirstName == "");
        if (field == Domain.Content.MergeFields.LastName) return people.Where(m => m.LastName == "");
        var (has, hasEmpty) = ($"\"{field}\":\"", $"\"{field}\":\"\"");
        return people.Where(m => !m.Fields.Contains(has) || m.Fields.Contains(hasEmpty));
    }
}
