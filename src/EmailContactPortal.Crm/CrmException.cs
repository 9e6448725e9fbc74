namespace EmailContactPortal.Crm;

/// <summary>What kind of trouble a CRM made; decides whether trying again makes sense.</summary>
public enum CrmFault
{
    /// <summary>Not reachable, timed out, answered with a server error.</summary>
    Unreachable = 1,

    /// <summary>User name, key or token refused.</summary>
    SignIn = 2,

    /// <summary>Signed in, but not allowed to see or change this.</summary>
    Rights = 3,

    /// <summary>It asks us to slow down.</summary>
    RateLimited = 4,

    /// <summary>It answered what it should not: not this kind of CRM, or something between us and it.</summary>
    Nonsense = 5,

    /// <summary>The version or installation lacks what is needed.</summary>
    Unsupported = 6,

    /// <summary>The campaign or record is not there any more.</summary>
    NotFound = 7,

    /// <summary>The people read do not agree with the number announced.</summary>
    Incomplete = 8,

    /// <summary>The connection's settings cannot be used.</summary>
    Settings = 9,
}

/// <summary>A CRM did not do what was asked: the kind, and a sentence for people that says what it means and what to do.</summary>
public sealed class CrmException : Exception
{
    public CrmException(CrmFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    public CrmFault Fault { get; }

    /// <summary>How long the CRM asks us to wait, when it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A capability was used that the probe does not announce.</summary>
    public static CrmException NotOffered(string doing) => new(CrmFault.Unsupported, $"This CRM cannot {doing}.");

    /// <summary>Whether waiting may help without a person doing something.</summary>
    public bool MayPass => Fault is CrmFault.Unreachable or CrmFault.RateLimited or CrmFault.Nonsense or CrmFault.Incomplete;
}
