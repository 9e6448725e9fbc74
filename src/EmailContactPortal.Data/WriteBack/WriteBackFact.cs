using System.Globalization;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Data.WriteBack;

/// <summary>Something that happened to a delivery and that its CRM contact should show.</summary>
/// <param name="DeliveryId">The delivery; ignored when its people did not come from a CRM.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">UTC.</param>
/// <param name="LinkId">The clicked link.</param>
public sealed record WriteBackFact(long DeliveryId, CrmActivityKind Kind, DateTime At, int? LinkId = null)
{
    /// <summary>
    /// The name of the record in the CRM. Opens and clicks of one delivery share one record with counts; leaving and coming back are events
    /// of their own.
    /// </summary>
    public string ExternalId => Kind switch
    {
        CrmActivityKind.Sent => Invariant($"{DeliveryId}:sent"),
        CrmActivityKind.Opened => Invariant($"{DeliveryId}:opened"),
        CrmActivityKind.Clicked => Invariant($"{DeliveryId}:clicked:{LinkId ?? 0}"),
        CrmActivityKind.HardBounced or CrmActivityKind.SoftBounced => Invariant($"{DeliveryId}:bounced"),
        CrmActivityKind.Unsubscribed => Invariant($"{DeliveryId}:unsubscribed:{At.Ticks}"),
        CrmActivityKind.Resubscribed => Invariant($"{DeliveryId}:resubscribed:{At.Ticks}"),
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "This kind has no name in the CRM."),
    };

    /// <summary>Whether somebody left or came back, which concerns every contact of the address.</summary>
    public bool IsConsent => Kind is CrmActivityKind.Unsubscribed or CrmActivityKind.Resubscribed;

    /// <summary>The name when every event is a record of its own.</summary>
    public string EventId => Kind is CrmActivityKind.Opened or CrmActivityKind.Clicked ? Invariant($"{ExternalId}:{At.Ticks}") : ExternalId;

    /// <summary>Whether a stored name stands for one opening or click, not for all of them.</summary>
    public static bool IsOneEvent(string externalId)
    {
        var parts = externalId.Split(':');
        return parts is [_, "opened", _] or [_, "clicked", _, _];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
