using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Data.Deliveries;

/// <summary>Writes events of deliveries, in the caller's transaction.</summary>
public static class DeliveryEvents
{
    /// <summary>Adds an event.</summary>
    public static Task<int> AddEventAsync(this PortalContext db, TrackingEvent happened, CancellationToken cancellationToken) =>
        db.RunAsync(DeliverySql.AddEvent, Values(happened), cancellationToken);

    /// <summary>The same among the statements of a group.</summary>
    public static Task<int> AddEventAsync(
        this PreparedConnection connection, TrackingEvent happened, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(DeliverySql.AddEvent, cancellationToken, Values(happened));

    private static object?[] Values(TrackingEvent happened) =>
    [
        happened.CampaignId,
        happened.DeliveryId,
        (int)happened.Kind,
        happened.LinkId,
        happened.At,
        happened.UserAgent,
        happened.IsMachine,
    ];
}
