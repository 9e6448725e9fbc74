namespace EmailContactPortal.Domain.TargetGroups;

/// <summary>Where a group's people came from.</summary>
public enum TargetGroupSource
{
    Csv = 1,
    Crm = 2,
    Filter = 3,
}

/// <summary>Whether a group can be used.</summary>
public enum TargetGroupStatus
{
    /// <summary>Its first import is running; it cannot be sent to yet.</summary>
    Importing = 1,
    Ready = 2,

    /// <summary>Its first import failed; the reason is on the import.</summary>
    Failed = 3,
}

/// <summary>How a connected group follows its CRM campaign.</summary>
public enum SyncMode
{
    /// <summary>Imported once, again on demand.</summary>
    Static = 1,

    /// <summary>Kept in step by itself.</summary>
    Dynamic = 2,
}

/// <summary>How the last synchronisation ended.</summary>
public enum SyncStatus
{
    None = 0,
    InProgress = 1,
    UpToDate = 2,
    Failed = 3,
}

/// <summary>The recipients inside the portal: people imported together, under one list type.</summary>
public sealed class TargetGroup
{
    /// <summary>Longest name, characters.</summary>
    public const int MaxName = 200;

    /// <summary>Longest description, characters.</summary>
    public const int MaxDescription = 2000;

    public int Id { get; set; }

    /// <summary>Unique, only used inside the portal.</summary>
    public required string Name { get; set; }

    public string Description { get; set; } = "";

    public int OwnerId { get; set; }

    public int ListTypeId { get; set; }

    public TargetGroupSource Source { get; set; }

    public TargetGroupStatus Status { get; set; }

    /// <summary>
    /// The fields its members have besides address and names, as JSON <c>[{"key","label"}]</c>; read with <see cref="MemberField"/>.
    /// </summary>
    public string Fields { get; set; } = "[]";

    /// <summary>Members not removed; kept, not counted.</summary>
    public int MemberCount { get; set; }

    public int? CrmConnectionId { get; set; }

    /// <summary>The CRM's own id of the campaign.</summary>
    public string? CrmCampaignId { get; set; }

    public string? CrmCampaignName { get; set; }

    /// <summary>The CRM's names of the extra fields asked for, as a JSON array.</summary>
    public string CrmFields { get; set; } = "[]";

    /// <summary>
    /// What of the portal is written into which CRM field, as JSON <c>[{"field","value"}]</c>; read with <see cref="OutField"/>.
    /// </summary>
    public string CrmOutFields { get; set; } = "[]";

    /// <summary>
    /// Where the CRM campaign stood at the last synchronisation, in the CRM adapter's own words; null when only a full walk tells.
    /// </summary>
    public string? SyncCursor { get; set; }

    /// <summary>UTC of the last synchronisation that walked the whole campaign.</summary>
    public DateTime? WalkedAt { get; set; }

    public SyncMode SyncMode { get; set; } = SyncMode.Static;

    public SyncStatus SyncStatus { get; set; }

    /// <summary>UTC of the last synchronisation that succeeded.</summary>
    public DateTime? SyncedAt { get; set; }

    /// <summary>Why the last synchronisation failed, in plain words; or what people should know although it went well.</summary>
    public string? SyncProblem { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime UpdatedAt { get; set; }
}
