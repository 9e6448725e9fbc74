namespace EmailContactPortal.Web.Jobs.Scheduler;

/// <summary>Queues by kind of work, each with workers of its own, so that no crowd of one kind keeps another waiting.</summary>
internal static class JobQueues
{
    /// <summary>Launching and closing: short, and people wait for it.</summary>
    public const string Campaigns = "campaigns";

    /// <summary>
    /// Sending: hours long, one worker for each campaign at work. Where instances share the work each has such a queue of its own.
    /// </summary>
    public const string Send = "send";

    /// <summary>Imports and comparisons: minutes long.</summary>
    public const string Audience = "audience";

    /// <summary>Write-back: as slow as the CRM.</summary>
    public const string Crm = "crm";

    /// <summary>Synchronisation and recurring jobs: seconds.</summary>
    public const string Maintenance = "upkeep";

    /// <summary>Where the dashboard puts what it cannot place.</summary>
    public const string Default = "default";

    /// <summary>Queues and how many workers serve each on one instance.</summary>
    public static IReadOnlyList<(string Queue, int Workers)> Workers { get; } = [(Campaigns, 4), (Send, 16), (Audience, 4), (Crm, 6),
        (Maintenance, 3)];
}
