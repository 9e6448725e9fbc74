using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Sending.Throttling;

namespace EmailContactPortal.Sending.Committing;

/// <summary>A stretch of deliveries held by this instance.</summary>
internal sealed class HeldBatch(long id, long firstId, long lastId, long fencingToken)
{
    private int _open;

    /// <summary>The batch's row.</summary>
    internal long Id => id;

    /// <summary>First delivery.</summary>
    internal long FirstId => firstId;

    /// <summary>Last delivery.</summary>
    internal long LastId => lastId;

    /// <summary>What every write must name; a take-over raises it.</summary>
    internal long FencingToken => fencingToken;

    /// <summary>True once a write found the fence raised: nothing of this batch may leave any more.</summary>
    internal bool IsLost { get; set; }

    /// <summary>UTC when the lease was last renewed.</summary>
    internal DateTime LeasedAt { get; set; }

    /// <summary>UTC before which it is not worth taking it again, because recipient domains are at their limits.</summary>
    internal DateTime? AsideUntil { get; private set; }

    /// <summary>A delivery of it went back; the first that may go decides.</summary>
    internal void PutAsideUntil(DateTime until) => AsideUntil = AsideUntil is { } before && before < until ? before : until;

    /// <summary>Says how many deliveries are on their way through this instance.</summary>
    internal void Open(int count) => _open = count;

    /// <summary>One delivery is settled or given back; true for the last.</summary>
    internal bool Close() => Interlocked.Decrement(ref _open) == 0;
}

/// <summary>One delivery to work on, as read from its row.</summary>
internal sealed record WorkItem(
    HeldBatch Batch,
    long Id,
    string Email,
    string FirstName,
    string LastName,
    string Fields,
    DeliveryStatus Status,
    int Attempts,
    DateTime? FirstAttemptAt)
{
    /// <summary>The throttle of its recipient domain, once it has passed it.</summary>
    internal DomainThrottle? Domain { get; set; }

    /// <summary>It is not on its way to its domain any more.</summary>
    internal void LeaveDomain()
    {
        Domain?.Done();
        Domain = null;
    }
}
