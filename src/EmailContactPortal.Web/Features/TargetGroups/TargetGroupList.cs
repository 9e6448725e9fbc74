using System.Globalization;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>A row of the list of groups.</summary>
internal sealed record TargetGroupRow(
    int Id,
    string Name,
    TargetGroupSource Source,
    string? From,
    SyncMode SyncMode,
    string ListType,
    int Members,
    TargetGroupStatus Status,
    SyncStatus SyncStatus,
    DateTime? LastAt);

/// <summary>The list of groups.</summary>
internal static class TargetGroupList
{
    public static ListSpec<TargetGroup, TargetGroupRow> Spec { get; } = Of(null);

    /// <summary>The list with the list types there are to choose from.</summary>
    internal static ListSpec<TargetGroup, TargetGroupRow> With(IReadOnlyList<Choice> listTypes) => Of(listTypes);

    private static ListSpec<TargetGroup, TargetGroupRow> Of(IReadOnlyList<Choice>? listTypes) =>
        new ListSpec<TargetGroup, TargetGroupRow>("target-groups", "target groups")
        .Column("name", "Name", ListSort<TargetGroup>.Text(g => g.Name))
        .Column("source", "Source")
        .Column("list-type", "List type", show: r => r.ListType)
        .Column(
            "members", "Members", ListSort<TargetGroup>.By(g => g.MemberCount), isNumber: true, isNewestFirst: true,
            show: r => r.Members.ToString("N0", CultureInfo.InvariantCulture))
        .Column("state", "State")
        .Column("changed", "Last change", ListSort<TargetGroup>.By(g => g.UpdatedAt, ["UpdatedAt"]), isNewestFirst: true)
        .Order("changed", descending: true)
        .Tie(g => g.Id)
        .Search("Search target groups", "Search by name", g => g.Name, g => g.CrmCampaignName)
        .Filter(new("listType", "List type")
        {
            Every = "Every list type",
            Options = () => (listTypes
                ?? []).Select(l => new ListOption(l.Id.ToString(CultureInfo.InvariantCulture), l.Name, IsData: true)),
            Where = value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? g => g.ListTypeId == id
                : null,
        })
        .Filter(new("source", "Source")
        {
            Every = "Every source",
            Options = () => [new("Crm", "CRM"), new("Csv", "CSV")],
            Where = value => Enum.TryParse<TargetGroupSource>(value, out var source) ? g => g.Source == source : null,
        })
        .Says(
            "Target groups",
            new(
                "users-group",
                "No target groups yet",
                "A target group holds the people of a mailing. Import the contacts of a CRM campaign, or a CSV file.",
                ("Import from the CRM", "/target-groups/import-crm"),
                ("Import from CSV", "/target-groups/import-csv")),
            new(
                "search", "Nothing matches", "Search by a part of the name, or leave list type and source open.",
                ("Clear search and filters", "")));
}
