using System.Globalization;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>A row of a group's members.</summary>
internal sealed record MemberRow(
    long Id, string Email, string FirstName, string LastName, string Fields, DateTime? RemovedAt, bool IsUnsubscribed, int Contacted,
    DateTime? LastContacted)
{
    public string Name => $"{FirstName} {LastName}".Trim();

    /// <summary>What the group's own fields hold, by key.</summary>
    public IReadOnlyDictionary<string, string> Values { get; } = MemberFields.Values(Fields);
}

/// <summary>The members of a group. Which of them a state leaves depends on the group's list type, so that the query does it.</summary>
internal static class MemberList
{
    public static ListSpec<Member, MemberRow> Spec { get; } = new ListSpec<Member, MemberRow>("members", "members")
        .Column("email", "Member", ListSort<Member>.By(m => m.EmailKey, ["TargetGroupId", "EmailKey"]))
        .Column("contacted", "Contacted", isNumber: true, show: r => r.Contacted.ToString("N0", CultureInfo.InvariantCulture))
        .Column("last", "Last contacted")
        .Column("subscribed", "Subscribed")
        .Actions()
        .Order("email")
        .Search("Search members", "Name or address", m => m.FirstName + " " + m.LastName)
        .SearchKey(m => m.EmailKey)
        .Filter(new("state", "State")
        {
            Every = "Every state",
            Options = () => [new("subscribed", "Subscribed"), new("unsubscribed", "Unsubscribed"), new("removed", "Removed")],
        })
        .Says(
            "Members",
            new("search", "Nobody here", "Nobody is in this group.", ("Show all members", "")),
            new(
                "search", "Nobody here", "Search by a part of the name or the address, or choose another state.",
                ("Show all members", "")));

    /// <summary>The list with the group's own fields as columns, of which the first is shown to who chose nothing.</summary>
    internal static ListSpec<Member, MemberRow> With(IReadOnlyList<MemberField> fields) => Spec.With(fields.Select((field, i) =>
        new ListColumn<Member, MemberRow>(
            "field:" + field.Key,
            field.Label)
        { IsData = true, IsOptional = i > 0, Show = row => row.Values.GetValueOrDefault(field.Key) ?? "–" }));
}
