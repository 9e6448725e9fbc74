namespace EmailContactPortal.Domain.CrmConnections;

/// <summary>How far a comparison is.</summary>
public enum ReconciliationStatus
{
    Waiting = 1,
    Running = 2,
    Done = 3,
    Failed = 4,
}

/// <summary>How an entry stands in the CRM when it does not agree.</summary>
public enum DifferenceKind
{
    /// <summary>Written or refused here, not there.</summary>
    Missing = 1,

    /// <summary>There with another time or value.</summary>
    Different = 2,

    /// <summary>There more than once; a person must decide in the CRM.</summary>
    Repeated = 3,
}

/// <summary>One comparison of what the portal recorded for a campaign with what its CRM holds.</summary>
public sealed class Reconciliation
{
    public int Id { get; set; }

    public int CampaignId { get; set; }

    public ReconciliationStatus Status { get; set; } = ReconciliationStatus.Waiting;

    public int StartedById { get; set; }

    public int ProgressTotal { get; set; }

    public int ProgressDone { get; set; }

    /// <summary>Counts by kind as JSON; read with <see cref="ReconciliationCount"/>.</summary>
    public string Counts { get; set; } = "[]";

    /// <summary>Why it failed, in plain words.</summary>
    public string? Problem { get; set; }

    /// <summary>UTC when somebody let the differences be written again.</summary>
    public DateTime? RepairedAt { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime? FinishedAt { get; set; }
}

/// <summary>One entry that does not agree.</summary>
public sealed class ReconciliationDifference
{
    public long Id { get; set; }

    public int ReconciliationId { get; set; }

    /// <summary>The <see cref="WriteBackEntry"/>.</summary>
    public long EntryId { get; set; }

    public DifferenceKind Kind { get; set; }

    /// <summary>What stands there, in words.</summary>
    public string There { get; set; } = "";
}

/// <summary>Entries of one kind, here and there.</summary>
/// <param name="Kind">Of the facts.</param>
/// <param name="Here">Entries the portal has.</param>
/// <param name="There">Of them, recorded in the CRM.</param>
/// <param name="Missing">Not there although they were written or refused.</param>
/// <param name="Different">There, but otherwise.</param>
/// <param name="Repeated">There more than once.</param>
/// <param name="Waiting">Not written yet.</param>
/// <param name="NotKept">The connection does not keep this kind in records that can be compared.</param>
public sealed record ReconciliationCount(
    CrmActivityKind Kind, int Here, int There, int Missing, int Different, int Repeated, int Waiting, int NotKept);
