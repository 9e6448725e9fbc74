using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Vtiger.Sinks;

/// <summary>A record that stands for one of our activities.</summary>
/// <param name="ExternalId">Ours.</param>
/// <param name="Id">The CRM's.</param>
/// <param name="IsSame">Whether it says what we would write.</param>
/// <param name="There">What it says, in words.</param>
internal sealed record VtigerHeld(string ExternalId, string Id, bool IsSame, string There);

/// <summary>One of the ways an installation keeps activities.</summary>
internal interface IVtigerSink
{
    /// <summary>Whether every activity has a record of its own, so that here and there can be compared.</summary>
    bool IsJournal { get; }

    /// <summary>Whether activities of this kind are kept at all.</summary>
    bool Keeps(CrmActivityKind kind);

    /// <summary>The records that are there for these activities.</summary>
    Task<IReadOnlyList<VtigerHeld>> FindAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken);

    /// <summary>The module and the values of an activity's record.</summary>
    Task<(string Module, Dictionary<string, string> Values)> RecordAsync(CrmActivity activity, CancellationToken cancellationToken);
}
