namespace EmailContactPortal.Domain.CrmConnections;

/// <summary>One CRM the portal works with.</summary>
public sealed class CrmConnection
{
    /// <summary>The kind of the built-in demo CRM.</summary>
    public const string DemoKind = "demo";

    /// <summary>How often dynamic groups are brought in step, minutes.</summary>
    public const int DefaultSyncMinutes = 4;

    public int Id { get; set; }

    public required string Name { get; set; }

    /// <summary>Which adapter: <c>demo</c>, <c>vtiger</c>, <c>oro</c>, <c>rest</c>.</summary>
    public required string Kind { get; set; }

    public string Url { get; set; } = "";

    public string UserName { get; set; } = "";

    /// <summary>Encrypted; write-only.</summary>
    public string? ProtectedSecret { get; set; }

    /// <summary>What this adapter needs besides, as JSON owned by it.</summary>
    public string Options { get; set; } = "{}";

    /// <summary>Most calls a second to this CRM; null for no limit.</summary>
    public int? CallsPerSecond { get; set; }

    /// <summary>Most calls at a time when writing back; null for one.</summary>
    public int? ParallelCalls { get; set; }

    /// <summary>
    /// Whether every opening and click is a record of its own; otherwise each email and link has one with first, last and count.
    /// </summary>
    public bool EveryEvent { get; set; }

    /// <summary>Minutes between synchronisations of dynamic groups; null for <see cref="DefaultSyncMinutes"/>.</summary>
    public int? SyncMinutes { get; set; }

    /// <summary>What the last check found, as JSON.</summary>
    public string? LastCheck { get; set; }

    public DateTime? CheckedAt { get; set; }

    public bool CheckSucceeded { get; set; }

    /// <summary>Why write-back to this CRM waits, in plain words; null while it goes on.</summary>
    public string? WriteBackProblem { get; set; }

    /// <summary>UTC before which nothing is written to it again.</summary>
    public DateTime? WriteBackResumesAt { get; set; }

    /// <summary>Failures in a row; the wait grows with them.</summary>
    public int WriteBackFailures { get; set; }

    public DateTime CreatedAt { get; set; }
}
