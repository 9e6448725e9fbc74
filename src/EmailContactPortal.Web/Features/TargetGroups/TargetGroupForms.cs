using System.Text.Json.Serialization;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>Something to choose by id.</summary>
internal sealed record Choice(int Id, string Name);

/// <summary>One group with its members.</summary>
internal sealed class TargetGroupPage
{
    public required TargetGroup Group { get; init; }

    public required string ListType { get; init; }

    public required string Owner { get; init; }

    public string? Connection { get; init; }

    /// <summary>Minutes between synchronisations of its connection.</summary>
    public int SyncMinutes { get; init; }

    /// <summary>UTC when a dynamic group is synchronised next.</summary>
    public DateTime? NextSync => LastImport?.FinishedAt?.AddMinutes(SyncMinutes);

    public required IReadOnlyList<MemberField> Fields { get; init; }

    public Import? LastImport { get; init; }

    public int Unsubscribed { get; init; }

    public IReadOnlyList<Choice> UsedIn { get; init; } = [];

    public required ListPage<MemberRow> Members { get; init; }

    public int CanBeMailed => Group.MemberCount - Unsubscribed;
}

/// <summary>What of a group a person may change.</summary>
internal sealed class TargetGroupForm
{
    public int Id { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public int ListTypeId { get; set; }

    /// <summary>The list type whose change the person agreed to after the warning.</summary>
    public int? AgreedListTypeId { get; set; }

    /// <summary>Whether the change of the list type waits for an agreement.</summary>
    public bool AsksForListType { get; set; }

    public int OwnerId { get; set; }

    public bool IsDynamic { get; set; }

    public bool IsConnected { get; set; }

    public IReadOnlyList<Choice> ListTypes { get; set; } = [];

    public IReadOnlyList<Choice> Owners { get; set; } = [];
}

/// <summary>How far a running import is, for the page that watches it.</summary>
internal sealed record ImportProgress(
    [property: JsonConverter(typeof(JsonStringEnumConverter<ImportStatus>))] ImportStatus Status, long Done, long Total, int Rows,
    int Rejected, DateTime? StartedAt);
