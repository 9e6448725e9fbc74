namespace EmailContactPortal.Domain.CrmConnections;

/// <summary>What is told to the CRM about a contact.</summary>
public enum CrmActivityKind
{
    Sent = 1,
    Opened = 2,
    Clicked = 3,
    Unsubscribed = 4,
    Resubscribed = 5,
    HardBounced = 6,
    SoftBounced = 7,
}
