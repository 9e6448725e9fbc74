using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Vtiger.Sinks;

/// <summary>Nothing is kept but the opt-out flag, by choice or because this user may write nothing else.</summary>
internal sealed class VtigerNoSink : IVtigerSink
{
    public bool IsJournal => false;

    public bool Keeps(CrmActivityKind kind) => false;

    public Task<IReadOnlyList<VtigerHeld>> FindAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VtigerHeld>>([]);

    public Task<(string Module, Dictionary<string, string> Values)> RecordAsync(
        CrmActivity activity, CancellationToken cancellationToken) => Task.FromResult(("", new Dictionary<string, string>()));
}
