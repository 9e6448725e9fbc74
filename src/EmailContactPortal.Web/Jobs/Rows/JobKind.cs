using EmailContactPortal.Data;

namespace EmailContactPortal.Web.Jobs.Rows;

/// <summary>One kind of slow work: which rows want it, and the job that does it for one row.</summary>
/// <param name="Group">The kind in one word, also in addresses: <c>import</c>.</param>
/// <param name="Title">What people call it; a job's name is this and its row's name.</param>
/// <param name="When">When it runs, in words.</param>
/// <param name="Queue">The queue it waits in; each has workers of its own.</param>
/// <param name="Job">The job class; its instances are made per run.</param>
/// <param name="NameAsync">The row's name, null when it is gone.</param>
/// <param name="DueAsync">The ids of rows that want it now. The truth is in our tables, so losing the scheduler's state loses
/// nothing.</param>
/// <param name="WantedAsync">Whether the row still wants a run that is at work; asked every second, so that a pause or a deletion reaches
/// it.</param>
internal sealed record JobKind(
    string Group,
    string Title,
    string When,
    string Queue,
    Type Job,
    Func<PortalContext, int, CancellationToken, Task<string?>> NameAsync,
    Func<PortalContext, DateTime, CancellationToken, Task<IReadOnlyList<int>>> DueAsync,
    Func<PortalContext, int, CancellationToken, Task<bool>> WantedAsync)
{
    /// <summary>Whether several instances may work on one row at the same time, each its share.</summary>
    public bool Shared { get; init; }

    /// <summary>
    /// Rows that will want it at a time that is known, shown as scheduled until then; null when there are none of that sort.
    /// </summary>
    public Func<PortalContext, DateTime, CancellationToken, Task<IReadOnlyList<DueRow>>>? UpcomingAsync { get; init; }

    /// <summary>Whether the clock looks for it at every beat; else a recurring job does.</summary>
    public bool EveryRound { get; init; } = true;

    /// <summary>A job's name.</summary>
    public string NameOf(string? row) => $"{Title}: {row ?? "no longer there"}";
}

/// <summary>A row and the moment (UTC) when it will want its job.</summary>
internal sealed record DueRow(int Id, DateTime At, string Name);
