namespace EmailContactPortal.Data.Access;

/// <summary>
/// The person or key that asks. A context without one is the portal itself, which sees everything and whose changes have no author.
/// </summary>
public abstract class Viewer
{
    /// <summary>0 for a visitor.</summary>
    public abstract int UserId { get; }

    /// <summary>Whether others' drafts are hidden.</summary>
    public abstract bool IsLimited { get; }

    /// <summary>UTC.</summary>
    public abstract DateTime Now { get; }
}
