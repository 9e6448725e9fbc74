using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Reports.Reconciling;

/// <summary>Filters of the differences.</summary>
internal sealed class DifferenceRequest : ListRequest
{
    [FromQuery(Name = "kind")]
    public DifferenceKind? Kind { get; set; }

    public override bool IsNarrowed => base.IsNarrowed || Kind is not null;
}

/// <summary>A fact that the CRM holds otherwise than the portal.</summary>
internal sealed record DifferenceRow(
    long Id, long DeliveryId, string Email, string Contact, CrmActivityKind Fact, DateTime At, DifferenceKind Kind, string There,
    WriteBackStatus Status, string? Problem);

/// <summary>A campaign beside its CRM: counts by kind, and what differs.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Campaign">Its name.</param>
/// <param name="Crm">The connection's name.</param>
/// <param name="Run">The last comparison; null when there was none.</param>
/// <param name="Counts">By kind.</param>
/// <param name="Request">Filters.</param>
/// <param name="Rows">Differences.</param>
internal sealed record ReconciliationPage(
    int CampaignId, string Campaign, string Crm, Reconciliation? Run, IReadOnlyList<ReconciliationCount> Counts, DifferenceRequest Request,
    PageOf<DifferenceRow> Rows)
{
    public bool IsRunning => Run is { Status: ReconciliationStatus.Waiting or ReconciliationStatus.Running };

    public int Waiting => Counts.Sum(c => c.Waiting);

    /// <summary>What the portal can mend by writing again.</summary>
    public int Repairable => Counts.Sum(c => c.Missing + c.Different);

    public int Repeated => Counts.Sum(c => c.Repeated);

    /// <summary>The kind of a fact as people say it.</summary>
    public static string Word(CrmActivityKind kind) => kind switch
    {
        CrmActivityKind.Sent => Words.Of("Sent"),
        CrmActivityKind.Opened => Words.Of("Read"),
        CrmActivityKind.Clicked => Words.Of("Clicked"),
        CrmActivityKind.Unsubscribed => Words.Of("Unsubscribed"),
        CrmActivityKind.Resubscribed => Words.Of("Subscribed again"),
        CrmActivityKind.HardBounced => Words.Of("Bounced"),
        _ => Words.Of("Bounced (soft)"),
    };

    /// <summary>What is wrong, as people say it.</summary>
    public static string Word(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Missing => Words.Of("Missing there"),
        DifferenceKind.Different => Words.Of("Different there"),
        _ => Words.Of("There more than once"),
    };
}
