using System.Runtime.CompilerServices;
using EmailContactPortal.Crm;

namespace EmailContactPortal.Audience.Tests;

/// <summary>A CRM that does what a test says, and remembers what it was told.</summary>
internal sealed class ScriptedCrm : ICrmAdapter
{
    public List<CrmMember> Members { get; } = [];

    /// <summary>What it announces instead of the real number.</summary>
    public int? Announced { get; set; }

    /// <summary>Thrown by the next calls.</summary>
    public CrmException? Trouble { get; set; }

    public Func<CrmActivity, CrmWriteOutcome> Answer { get; set; } = _ => CrmWriteOutcome.Written;

    public List<CrmActivity> Written { get; } = [];

    public Task<CrmProbe> ProbeAsync(CancellationToken cancellationToken) => Answered(new CrmProbe { WriteBatch = 3, TotalsKnown = true });

    public Task<IReadOnlyList<CrmCampaign>> ActiveCampaignsAsync(CancellationToken cancellationToken) => Answered<IReadOnlyList<CrmCampaign>>([new CrmCampaign("c1", "Spring")]);

    public Task<IReadOnlyList<CrmField>> FieldsAsync(CancellationToken cancellationToken) => Answered<IReadOnlyList<CrmField>>([new CrmField("mailingcity", "City"), new CrmField("email", "Other mail")]);

    public Task<int?> CountMembersAsync(string campaignId, CancellationToken cancellationToken) => Answered<int?>(Announced ?? Members.Count);

    public async IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(string campaignId, IReadOnlyList<string> fields, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var page in Members.Chunk(2)) yield return await Answered(page);
    }

    public Task<IReadOnlyList<CrmWriteResult>> WriteAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        if (Trouble is not null) throw Trouble;
        var results = new List<CrmWriteResult>();
        foreach (var activity in activities)
        {
            var outcome = Answer(activity);
            if (outcome == CrmWriteOutcome.Written) Written.Add(activity);
            results.Add(new CrmWriteResult(activity.ExternalId, outcome, outcome == CrmWriteOutcome.Written ? null : "The CRM says no."));
        }

        return Task.FromResult<IReadOnlyList<CrmWriteResult>>(results);
    }

    private Task<T> Answered<T>(T value) => Trouble is null ? Task.FromResult(value) : Task.FromException<T>(Trouble);
}
