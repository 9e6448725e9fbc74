namespace EmailContactPortal.Domain.Consent;

/// <summary>Where a change of consent came from.</summary>
public enum ConsentSource
{
    /// <summary>The button of the subscription page.</summary>
    Page = 1,

    /// <summary>The mail program's own button (RFC 8058).</summary>
    OneClick = 2,

    /// <summary>A mail to the unsubscribe address.</summary>
    Mail = 3,

    /// <summary>An administrator or marketer in the portal.</summary>
    Person = 4,

    /// <summary>A list of addresses imported as unsubscribed.</summary>
    Import = 5,

    /// <summary>The CRM said so.</summary>
    Crm = 6,

    /// <summary>The API.</summary>
    Api = 7,
}

/// <summary>An address that gets nothing more of one list type, whatever is imported later.</summary>
public sealed class Unsubscribe
{
    public long Id { get; set; }

    public int ListTypeId { get; set; }

    /// <summary>As shown to people.</summary>
    public required string Email { get; set; }

    /// <summary><see cref="EmailAddress.Key"/>; unique within the list type.</summary>
    public required string EmailKey { get; set; }

    /// <summary>UTC.</summary>
    public DateTime At { get; set; }

    public ConsentSource Source { get; set; }

    /// <summary>Why, when a person gave a reason.</summary>
    public string? Reason { get; set; }

    /// <summary>The campaign whose mail led here.</summary>
    public int? CampaignId { get; set; }
}

/// <summary>Evidence of one change of consent: who, what, when, from where; never changed afterwards.</summary>
public sealed class ConsentChange
{
    public long Id { get; set; }

    public int ListTypeId { get; set; }

    public required string EmailKey { get; set; }

    /// <summary>True when the address left the list, false when it came back.</summary>
    public bool Unsubscribed { get; set; }

    /// <summary>UTC.</summary>
    public DateTime At { get; set; }

    public ConsentSource Source { get; set; }

    /// <summary>The user or key that acted; null when the recipient did.</summary>
    public string? Actor { get; set; }

    public string? Reason { get; set; }

    public long? DeliveryId { get; set; }

    /// <summary>The address the request came from, at most 45 characters.</summary>
    public string? RemoteAddress { get; set; }

    /// <summary>Bounded to 256 characters.</summary>
    public string? UserAgent { get; set; }
}
