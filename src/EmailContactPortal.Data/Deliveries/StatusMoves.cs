using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Data.Deliveries;

/// <summary>How many deliveries came to each state, less those that left it: what a campaign's totals change by.</summary>
public sealed class StatusMoves
{
    private readonly int[] by = new int[(int)DeliveryStatus.Excluded + 1];

    /// <summary>Those that came to a state, less those that left it.</summary>
    public int this[DeliveryStatus status] => by[(int)status];

    /// <summary>Whether anything changed.</summary>
    public bool HasAny => by.AsSpan().ContainsAnyExcept(0);

    /// <summary>So many went from one state to another.</summary>
    public StatusMoves Move(DeliveryStatus from, DeliveryStatus to, int count = 1)
    {
        Add(from, -count);
        return Add(to, count);
    }

    /// <summary>So many came to a state.</summary>
    public StatusMoves Add(DeliveryStatus status, int count)
    {
        by[(int)status] += count;
        return this;
    }

    /// <summary>Adds those of another.</summary>
    public void Add(StatusMoves more)
    {
        for (var i = 0; i < by.Length; i++) by[i] += more.by[i];
    }

    /// <summary>Gives what was gathered, and begins again with nothing.</summary>
    public StatusMoves Take()
    {
        var taken = new StatusMoves();
        taken.Add(this);
        Array.Clear(by);
        return taken;
    }
}

/// <summary>
/// The one place that moves deliveries between the states in a campaign's totals; in the transaction that moves their rows.
/// </summary>
public static class DeliveryTotals
{
    /// <summary>So many deliveries of a campaign went from one state to another.</summary>
    public static Task<int> MoveTotalsAsync(
        this PortalContext db, int campaignId, DeliveryStatus from, DeliveryStatus to, int count, CancellationToken cancellationToken) =>
        db.AddTotalsAsync(campaignId, new StatusMoves().Move(from, to, count), cancellationToken);

    /// <summary>Adds moves to a campaign's totals.</summary>
    public static Task<int> AddTotalsAsync(this PortalContext db, int campaignId, StatusMoves moves, CancellationToken cancellationToken) =>
        db.RunAsync(DeliverySql.AddTotals, [.. Values(campaignId, moves)], cancellationToken);

    /// <summary>The same among the statements of a group.</summary>
    public static int AddTotals(this PreparedConnection connection, int campaignId, StatusMoves moves) =>
        connection.Execute(DeliverySql.AddTotals, Values(campaignId, moves));

    private static object[] Values(int campaignId, StatusMoves moves) =>
    [
        campaignId,
        moves[DeliveryStatus.Pending],
        moves[DeliveryStatus.Sent],
        moves[DeliveryStatus.Deferred],
        moves[DeliveryStatus.Bounced],
        moves[DeliveryStatus.Rejected],
        moves[DeliveryStatus.Uncertain],
        moves[DeliveryStatus.Excluded],
    ];
}
