using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Data.Deliveries;

/// <summary>Writes single events of deliveries; those that come in thousands have a writer of their own.</summary>
public static class DeliveryEvents
{
    /// <summary>Adds an event, in the caller's transaction.</summary>
    public static Task<int> AddEventAsync(this PortalContext db, TrackingEvent happened, CancellationToken cancellationToken) => db.RunAsync(
        DeliverySql.AddEvent,
        [happened.CampaignId, happened.DeliveryId, (int)happened.Kind, happened.At, happened.UserAgent, happened.IsMachine],
        cancellationToken);
}
