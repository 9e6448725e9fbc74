namespace EmailContactPortal.Domain.Access;

/// <summary>What people own.</summary>
public enum OwnedKind
{
    Campaign = 1,

    /// <summary>Emails and templates.</summary>
    Email = 2,
    TargetGroup = 3,

    /// <summary>A CSV file that waits for its columns to be confirmed.</summary>
    Upload = 4,
}

/// <summary>Whether marketers may change each other's things (configuration <c>Portal:Ownership</c>).</summary>
public enum OwnershipMode
{
    /// <summary>Every marketer may change everything; owner and changes are shown.</summary>
    Shared = 0,

    /// <summary>Others' things are read-only, their drafts are not to be seen; administrators may all.</summary>
    Own = 1,
}

/// <summary>That somebody changed something, for the page of the thing.</summary>
public sealed class Change
{
    /// <summary>Longest <see cref="What"/>, characters.</summary>
    public const int MaxWhat = 200;

    /// <summary>The same change by the same person within this time is told once: drafts save at every keystroke.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(10);

    public long Id { get; set; }

    public OwnedKind Kind { get; set; }

    /// <summary>Id of the campaign, email or group.</summary>
    public int ThingId { get; set; }

    /// <summary>Who.</summary>
    public int UserId { get; set; }

    /// <summary>In words, beginning with a verb: <c>Changed subject, target group</c>.</summary>
    public required string What { get; set; }

    public DateTime At { get; set; }
}
