namespace EmailContactPortal.Web.Jobs;

/// <summary>All slow work of the portal, in the order the clock looks for it.</summary>
internal static class JobKinds
{
    public static IReadOnlyList<JobKind> All { get; } =
        [SendingJobs.Launch, SendingJobs.Send, SendingJobs.Close, AudienceJobs.Import, AudienceJobs.Sync, AudienceJobs.WriteBack, AudienceJobs.Reconcile];
}
