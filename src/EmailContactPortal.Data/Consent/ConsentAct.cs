using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;

namespace EmailContactPortal.Data.Consent;

/// <summary>One change of consent with its evidence: who leaves or comes back to which list, how we know, from where.</summary>
/// <param name="ListTypeId">The list.</param>
/// <param name="Email">An address that <see cref="EmailAddress.TryNormalize"/> accepted.</param>
/// <param name="Source">Where the change came from.</param>
/// <param name="At">UTC.</param>
public sealed record ConsentAct(int ListTypeId, string Email, ConsentSource Source, DateTime At)
{
    /// <summary>The user or key that acted; null when the recipient did.</summary>
    public string? Actor { get; init; }

    public string? Reason { get; init; }

    /// <summary>The campaign whose mail led here.</summary>
    public int? CampaignId { get; init; }

    public long? DeliveryId { get; init; }

    public string? RemoteAddress { get; init; }

    public string? UserAgent { get; init; }
}
