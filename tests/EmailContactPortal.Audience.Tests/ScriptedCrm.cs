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

    /// <summary>Thrown by the check.</summary>
    public CrmException? ProbeTrouble { get; set; }

    /// <summary>Thrown when totals are written.</summary>
    public CrmException? TotalsTrouble { get; set; }

    /// <summary>Campaigns that are active.</summary>
    public List<CrmCampaign> Active { get; } = [new("c1", "Spring")];

    /// <summary>Contacts and whether they want no mail.</summary>
    public Dictionary<string, bool> OptOuts { get; } = [];

    public Func<CrmActivity, CrmWriteOutcome> Answer { get; set; } = _ => CrmWriteOutcome.Written;

    public List<CrmActivity> Written { get; } = [];

    /// <summary>What it offers.</summary>
    public CrmProbe Probe { get; set; } = new()
    {
        WriteBatch = 3,
        TotalsKnown = true,
        ReadsBack = true,
        CampaignTotals = true,
        FieldUpdates = true,
    };

    /// <summary>What it holds of an activity.</summary>
    public Func<CrmActivity, CrmReadBack> Holds { get; set; } = a => new CrmReadBack(a.ExternalId, CrmHeld.Same);

    /// <summary>What changed since a cursor.</summary>
    public Func<string, CrmChanges> Changes { get; set; } = _ => CrmChanges.WalkInFull;

    /// <summary>Happens in the middle of a walk.</summary>
    public Func<Task>? WhileWalking { get; set; }

    /// <summary>How often everybody was read.</summary>
    public int Walks { get; private set; }

    public Dictionary<string, CrmTotals> Totals { get; } = [];

    public List<CrmFieldUpdate> Updates { get; } = [];

    public Task<CrmProbe> ProbeAsync(CancellationToken cancellationToken) =>
        ProbeTrouble is null ? Answered(Probe) : Task.FromException<CrmProbe>(ProbeTrouble);

    public Task<IReadOnlyList<CrmCampaign>> ActiveCampaignsAsync(CancellationToken cancellationToken) =>
        Answered<IReadOnlyList<CrmCampaign>>([.. Active]);

    public Task<IReadOnlyList<CrmField>> FieldsAsync(CancellationToken cancellationToken) =>
        Answered<IReadOnlyList<CrmField>>([new CrmField("mailingcity", "City", IsWritable: true),
            new CrmField("cf_read", "Last read", IsWritable: true), new CrmField("email", "Other mail")]);

    public Task<int?> CountMembersAsync(string campaignId, CancellationToken cancellationToken) =>
        Answered<int?>(Announced ?? Members.Count);

    public async IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(
        string campaignId, IReadOnlyList<string> fields, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Walks++;
        if (WhileWalking is not null) await WhileWalking();
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

    public Task<IReadOnlyList<CrmReadBack>> ReadBackAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken) =>
        Answered<IReadOnlyList<CrmReadBack>>([.. activities.Select(Holds)]);

    public Task WriteTotalsAsync(string campaignId, CrmTotals totals, CancellationToken cancellationToken) =>
        TotalsTrouble is null ? Answered(Totals[campaignId] = totals) : Task.FromException(TotalsTrouble);

    public Task<IReadOnlyDictionary<string, bool>> OptOutsAsync(IReadOnlyList<string> contactIds, CancellationToken cancellationToken) =>
        Answered<IReadOnlyDictionary<string, bool>>(OptOuts.Where(o => contactIds.Contains(o.Key)).ToDictionary());

    public Task<IReadOnlyList<CrmWriteResult>> UpdateFieldsAsync(IReadOnlyList<CrmFieldUpdate> updates, CancellationToken cancellationToken)
    {
        Updates.AddRange(updates);
        return Answered<IReadOnlyList<CrmWriteResult>>([.. updates.Select(u => new CrmWriteResult(u.Key, CrmWriteOutcome.Written))]);
    }

    public Task<string?> CursorAsync(string campaignId, CancellationToken cancellationToken) => Answered<string?>($"walk {Walks}");

    public Task<CrmChanges> ChangesAsync(
        string campaignId, IReadOnlyList<string> fields, string cursor, CancellationToken cancellationToken) => Answered(Changes(cursor));

    private Task<T> Answered<T>(T value) => Trouble is null ? Task.FromResult(value) : Task.FromException<T>(Trouble);
}
