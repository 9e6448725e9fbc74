using EmailContactPortal.Crm;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Audience.Reconciling;

/// <summary>Counts entries by kind while they are compared.</summary>
internal sealed class ReconciliationCounters
{
    private readonly SortedDictionary<CrmActivityKind, ReconciliationCount> counts = [];

    public IEnumerable<ReconciliationCount> Counts => counts.Values;

    /// <summary>Counts one entry; null when it was not asked for because it is not written yet.</summary>
    public void Add(CrmActivityKind kind, CrmHeld? held)
    {
        var count = counts.GetValueOrDefault(kind) ?? new ReconciliationCount(kind, 0, 0, 0, 0, 0, 0, 0);
        count = count with { Here = count.Here + 1 };
        counts[kind] = held switch
        {
            null => count with { Waiting = count.Waiting + 1 },
            CrmHeld.Missing => count with { Missing = count.Missing + 1 },
            CrmHeld.Different => count with { There = count.There + 1, Different = count.Different + 1 },
            CrmHeld.Repeated => count with { There = count.There + 1, Repeated = count.Repeated + 1 },
            CrmHeld.NotKept => count with { NotKept = count.NotKept + 1 },
            _ => count with { There = count.There + 1 },
        };
    }
}
