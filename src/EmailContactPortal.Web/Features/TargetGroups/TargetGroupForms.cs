using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>Filters of the list of groups.</summary>
public sealed class TargetGroupListRequest : ListRequest
{
    [FromQuery(Name = "listType")]
    public int? ListTypeId { get; set; }

    [FromQuery(Name = "source")]
    public TargetGroupSource? Source { get; set; }

    public override bool IsNarrowed => base.IsNarrowed || ListTypeId is not null || Source is not null;
}

/// <summary>Filters of a group's members.</summary>
public sealed class MemberListRequest : ListRequest
{
    /// <summary><c>subscribed</c>, <c>unsubscribed</c>, <c>removed</c>, or empty for all who are in the group.</summary>
    [FromQuery(Name = "state")]
    public string? State { get; set; }

    public override bool IsNarrowed => base.IsNarrowed || !string.IsNullOrEmpty(State);
}

/// <summary>Something to choose by id.</summary>
public sealed record Choice(int Id, string Name);

/// <summary>A row of the list of groups.</summary>
public sealed record TargetGroupRow(
    int Id, string Name, TargetGroupSource Source, string? From, SyncMode SyncMode, string ListType, int Members, TargetGroupStatus Status, SyncStatus SyncStatus, DateTime? LastAt);

/// <summary>The list of groups.</summary>
public sealed record TargetGroupList(TargetGroupListRequest Request, PageOf<TargetGroupRow> Rows, IReadOnlyList<Choice> ListTypes);

/// <summary>A row of a group's members.</summary>
public sealed record MemberRow(long Id, string Email, string FirstName, string LastName, string Fields, DateTime? RemovedAt, bool IsUnsubscribed, int Contacted, DateTime? LastContacted)
{
    public string Name => $"{FirstName} {LastName}".Trim();
}

/// <summary>One group with its members.</summary>
public sealed class TargetGroupPage
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

    public required MemberListRequest Request { get; init; }

    public required PageOf<MemberRow> Members { get; init; }

    public int CanBeMailed => Group.MemberCount - Unsubscribed;
}

/// <summary>What of a group a person may change.</summary>
public sealed class TargetGroupForm
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
public sealed record ImportProgress(ImportStatus Status, long Done, long Total, int Rows, int Rejected, DateTime? StartedAt);
