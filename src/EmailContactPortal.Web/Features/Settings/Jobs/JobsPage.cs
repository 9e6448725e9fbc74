using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Web.Jobs;

namespace EmailContactPortal.Web.Features.Settings.Jobs;

/// <summary>Everything the Jobs page shows, read at one moment.</summary>
/// <param name="IsPaused">Nothing new starts; what runs goes on to its end.</param>
/// <param name="Nodes">Portal instances that run jobs.</param>
/// <param name="Running">Jobs at work now.</param>
/// <param name="Waiting">Jobs about to start, or held by the pause.</param>
/// <param name="Failing">Jobs whose last run failed; they come back by themselves after a growing pause.</param>
/// <param name="History">The last runs, newest first.</param>
/// <param name="Kinds">All kinds of work, with the rows that want it now.</param>
internal sealed record JobsPage(
    bool IsPaused,
    IReadOnlyList<NodeRow> Nodes,
    IReadOnlyList<RunningRow> Running,
    IReadOnlyList<WaitingRow> Waiting,
    IReadOnlyList<FailingJob> Failing,
    IReadOnlyList<HistoryRow> History,
    IReadOnlyList<KindRow> Kinds)
{
    /// <summary>Whether the list of runs is narrowed to failed ones.</summary>
    public bool OnlyFailed { get; init; }

    /// <summary>Jobs with a time to come, the next one first.</summary>
    public IReadOnlyList<WaitingRow> Upcoming { get; init; } = [];

    /// <summary>Jobs that come back at times of their own.</summary>
    public IReadOnlyList<RecurringRow> Recurring { get; init; } = [];

    /// <summary>How many things could not be written and were set aside.</summary>
    public int SetAside { get; init; }

    /// <summary>Loops of this instance that fail.</summary>
    public IReadOnlyList<LoopState> FailingLoops { get; init; } = [];

    /// <summary>Whether any instance runs jobs at all.</summary>
    public bool IsServed => Nodes.Any(n => n.IsAlive);
}

/// <summary>A portal instance.</summary>
internal sealed record NodeRow(string Name, string State, DateTime? SeenAt, int Jobs, bool IsAlive);

/// <summary>A job at work.</summary>
/// <param name="Group">Its kind's word.</param>
/// <param name="Id">Its row.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Percent">Null when it did not say.</param>
/// <param name="Words">Its own words about how far it is.</param>
/// <param name="Since">UTC.</param>
/// <param name="Node">The instance.</param>
internal sealed record RunningRow(string Group, int Id, string Name, int? Percent, string Words, DateTime Since, string Node);

/// <summary>A job about to start.</summary>
internal sealed record WaitingRow(string Name, DateTime? At);

/// <summary>A finished run.</summary>
internal sealed record HistoryRow(string Name, JobResult Result, string Words, DateTime At, TimeSpan Took, string Node);

/// <summary>A job that comes back.</summary>
internal sealed record RecurringRow(string Id, string Name, string When, DateTime? NextAt, DateTime? LastAt, string? Problem);

/// <summary>A kind of work.</summary>
internal sealed record KindRow(string Title, int Due, string When);
