using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Tracking.Hits;

/// <summary>One signal as it came in over HTTP, its token already checked.</summary>
/// <param name="Kind">Open, click or online view.</param>
/// <param name="DeliveryId">The message.</param>
/// <param name="LinkId">The link; 0 for none.</param>
/// <param name="At">UTC.</param>
/// <param name="UserAgent">At most <see cref="TrackingEvent.MaxUserAgent"/> characters.</param>
/// <param name="IsMachine">Whether a rule takes it for a machine's.</param>
public readonly record struct Hit(TrackingKind Kind, long DeliveryId, int LinkId, DateTime At, string? UserAgent, bool IsMachine);

/// <summary>What became of a hit.</summary>
public enum HitOutcome
{
    /// <summary>It is on disk.</summary>
    Recorded,

    /// <summary>More hits wait than the database keeps up with; nothing was recorded.</summary>
    Busy,

    /// <summary>The database refused; nothing was recorded.</summary>
    Unavailable,
}
