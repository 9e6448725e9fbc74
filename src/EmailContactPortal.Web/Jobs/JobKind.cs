using EmailContactPortal.Data;

namespace EmailContactPortal.Web.Jobs;

/// <summary>One kind of slow work: which rows want it, and the job that does it for one row.</summary>
/// <param name="Group">The scheduler's group, also the word in addresses: <c>import</c>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Job">The job class; its instances are made per run.</param>
/// <param name="When">When it runs, in words.</param>
/// <param name="NameAsync">The row's name, null when it is gone.</param>
/// <param name="DueAsync">The ids of rows that want it now. The truth is in our tables, so losing the scheduler's state loses nothing.</param>
/// <param name="Shared">Whether several instances may work on one row at the same time.</param>
internal sealed record JobKind(
    string Group,
    string Title,
    string When,
    Type Job,
    Func<PortalContext, int, CancellationToken, Task<string?>> NameAsync,
    Func<PortalContext, DateTime, CancellationToken, Task<IReadOnlyList<int>>> DueAsync,
    bool Shared = false);
