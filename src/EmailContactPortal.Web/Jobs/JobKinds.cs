using EmailContactPortal.Web.Jobs.Rows;

namespace EmailContactPortal.Web.Jobs;

/// <summary>All slow work of the portal, in the order the clock looks for it.</summary>
internal static class JobKinds
{
    public static IReadOnlyList<JobKind> All { get; } =
        [SendingJobs.Launch, SendingJobs.Send, SendingJobs.Close, AudienceJobs.Import, AudienceJobs.Sync, AudienceJobs.WriteBack,
            AudienceJobs.Reconcile];

    /// <summary>The kind with that word, or null.</summary>
    public static JobKind? Named(this IEnumerable<JobKind> kinds, string group) => kinds.FirstOrDefault(k => k.Group == group);
}
