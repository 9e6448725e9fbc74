using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Web.Jobs.Scheduler;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Jobs.Rows;

/// <summary>Puts jobs into the scheduler: one per row, whichever instance asks, and not before a failed run's back-off is over.</summary>
internal sealed class JobStarter(
    JobStorage storage, IBackgroundJobClient client, IDbContextFactory<PortalContext> contexts, JobHistory history, JobInstance instance)
{
    private const string JobField = "job";
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan NamesLast = TimeSpan.FromDays(30);
    private static readonly string[] Alive = [EnqueuedState.StateName, ScheduledState.StateName, ProcessingState.StateName,
        AwaitingState.StateName];

    /// <summary>Makes sure the row has its job; of shared work, its share on this instance.</summary>
    public async Task EnsureAsync(JobKind kind, int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await EnsureAsync(db, kind, [id], cancellationToken);
    }

    /// <summary>Makes sure that each of the rows has its job, unless somebody is at it or its back-off is not over.</summary>
    public async Task EnsureAsync(PortalContext db, JobKind kind, IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        foreach (var id in await history.FreeAsync(db, kind, ids, ShareOf(kind), cancellationToken))
        {
            if (IsServed(kind, id)) continue;
            Start(kind, id, kind.NameOf(await kind.NameAsync(db, id, cancellationToken)), at: null);
        }
    }

    /// <summary>Starts the row's job now, whatever its last runs said; where others share the work, their clocks follow.</summary>
    public async Task StartAsync(JobKind kind, int id, CancellationToken cancellationToken)
    {
        await history.ForgiveAsync(kind, id, cancellationToken);
        if (!kind.Shared || instance.IsAlone) await EnsureAsync(kind, id, cancellationToken);
    }

    /// <summary>Makes the row's job for a time to come, in place of the one it has.</summary>
    public void Schedule(JobKind kind, DueRow appointment) => Start(kind, appointment.Id, kind.NameOf(appointment.Name), appointment.At);

    /// <summary>Whether <paramref name="jobId"/> is the row's one job; a row without a living one takes it.</summary>
    public bool Claims(JobKind kind, int id, string jobId)
    {
        using var connection = storage.GetConnection();
        using var held = connection.AcquireDistributedLock(KeyOf(kind, id), LockTimeout);
        var named = Named(connection, kind, id);
        if (named == jobId) return true;
        if (named is not null && IsAlive(connection, named)) return false;
        Name(connection, kind, id, jobId);
        return true;
    }

    /// <summary>The row's job has done its work; the row may get another one.</summary>
    public void Release(JobKind kind, int id, string jobId)
    {
        using var connection = storage.GetConnection();
        if (Named(connection, kind, id) != jobId) return;
        using var change = connection.CreateWriteTransaction();
        change.RemoveHash(KeyOf(kind, id));
        change.Commit();
    }

    /// <summary>Under whose name this process takes part in the kind's work.</summary>
    public string ShareOf(JobKind kind) => kind.Shared ? instance.Share : "";

    /// <summary>The hash that names the row's job.</summary>
    internal string KeyOf(JobKind kind, int id) =>
        string.Create(CultureInfo.InvariantCulture, $"row:{kind.Group}:{id}") + (kind.Shared ? ":" + instance.Share : "");

    private bool IsServed(JobKind kind, int id)
    {
        using var connection = storage.GetConnection();
        return Named(connection, kind, id) is { } job && IsAlive(connection, job);
    }

    // The lock is held until the job is named: a worker that is faster waits for it in Claims.
    private void Start(JobKind kind, int id, string name, DateTime? at)
    {
        using var connection = storage.GetConnection();
        using var held = connection.AcquireDistributedLock(KeyOf(kind, id), LockTimeout);
        var named = Named(connection, kind, id);
        var data = named is null ? null : connection.GetStateData(named);
        var state = data?.Name;
        if (at is null ? Alive.Contains(state) : IsFor(data, at.Value)) return;

        // A failed one is taken up again: the dashboard keeps failed jobs for ever, and would fill with one more at each try.
        var queue = instance.QueueOf(kind.Queue);
        if (at is null && state == FailedState.StateName
            && client.ChangeState(named, new EnqueuedState(queue) { Reason = "Tried again by the clock" }, FailedState.StateName)) return;
        if (named is not null && state == ScheduledState.StateName) client.Delete(named, ScheduledState.StateName);
        var job = Job.FromExpression<RowJobRunner>(r => r.RunAsync(name, kind.Group, id, null!, CancellationToken.None), queue);
        Name(connection, kind, id, client.Create(job, at is { } time ? new ScheduledState(time) : new EnqueuedState(queue)));
    }

    private string? Named(IStorageConnection connection, JobKind kind, int id) =>
        connection.GetAllEntriesFromHash(KeyOf(kind, id)) is { } hash && hash.TryGetValue(JobField, out var job) ? job : null;

    private void Name(IStorageConnection connection, JobKind kind, int id, string job)
    {
        using var change = (JobStorageTransaction)connection.CreateWriteTransaction();
        change.SetRangeInHash(KeyOf(kind, id), [new(JobField, job)]);
        change.ExpireHash(KeyOf(kind, id), NamesLast);
        change.Commit();
    }

    private static bool IsFor(StateData? state, DateTime at) => state?.Name == ScheduledState.StateName
        && state.Data.TryGetValue("EnqueueAt", out var text) && (JobHelper.DeserializeDateTime(text) - at).Duration() < JobCalendar.Same;

    private static bool IsAlive(IStorageConnection connection, string job) => Alive.Contains(connection.GetStateData(job)?.Name);
}
