using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.CrmConnections;

/// <summary>A kind of CRM to choose.</summary>
public sealed record KindChoice(string Name, string Label, bool NeedsAddress);

/// <summary>A row of the list.</summary>
public sealed record CrmConnectionRow(int Id, string Name, string Kind, CrmCheck? Check, DateTime? CheckedAt, int TargetGroups, int Pending, string? WriteBackProblem);

/// <summary>A connection as it is typed; the secret goes in and never comes out.</summary>
public sealed class CrmConnectionForm
{
    public int Id { get; set; }

    public string? Name { get; set; }

    public string? Kind { get; set; }

    public string? Url { get; set; }

    public string? UserName { get; set; }

    /// <summary>Empty keeps the stored one.</summary>
    public string? Secret { get; set; }

    public string? Options { get; set; }
}

/// <summary>One connection with its last check.</summary>
public sealed class CrmConnectionPage
{
    public required CrmConnectionForm Form { get; init; }

    public IReadOnlyList<KindChoice> Kinds { get; init; } = [];

    public CrmCheck? Check { get; init; }

    public DateTime? CheckedAt { get; init; }

    public bool HasSecret { get; init; }

    public int TargetGroups { get; init; }

    public WriteBackTotals WriteBack { get; init; } = new(0, 0, 0, null);

    public string? WriteBackProblem { get; init; }

    public DateTime? WriteBackResumesAt { get; init; }
}

/// <summary>Filters of the outbox.</summary>
public sealed class WriteBackRequest : ListRequest
{
    [FromQuery(Name = "state")]
    public WriteBackStatus? State { get; set; }

    [FromQuery(Name = "campaign")]
    public int? CampaignId { get; set; }

    public override bool IsNarrowed => base.IsNarrowed || State is not null || CampaignId is not null;
}

/// <summary>A row of the outbox.</summary>
public sealed record WriteBackRow(long Id, WriteBackKind Kind, string Contact, string Email, string Campaign, DateTime At, WriteBackStatus Status, int Attempts, DateTime? NextAttemptAt, DateTime? WrittenAt, string? Problem);

/// <summary>A CRM that waits, and why.</summary>
public sealed record WaitingConnection(int Id, string Name, string Problem, DateTime? ResumesAt);

/// <summary>The outbox: how far it is, what waits and what failed.</summary>
public sealed record WriteBackPage(WriteBackRequest Request, WriteBackTotals Totals, IReadOnlyList<WaitingConnection> Waiting, PageOf<WriteBackRow> Rows);
