using System.Globalization;

namespace EmailContactPortal.Tracking.Subscriptions;

/// <summary>What the subscription page of one recipient says.</summary>
/// <param name="SiteName">Whose mail it is.</param>
/// <param name="Email">The recipient's address.</param>
/// <param name="ListName">The list type.</param>
/// <param name="Description">What recipients read about the list.</param>
/// <param name="PageHtml">The page made in the editor, not yet cleaned.</param>
/// <param name="UnsubscribedAt">UTC; null while subscribed.</param>
/// <param name="CampaignName">The campaign whose mail led here.</param>
/// <param name="Language">The language of the recipient's own language field; null when there is none.</param>
public sealed record Subscription(
    string SiteName, string Email, string ListName, string Description, string PageHtml, DateTime? UnsubscribedAt, string CampaignName,
    CultureInfo? Language);

/// <summary>From where a recipient acted; kept as evidence.</summary>
/// <param name="RemoteAddress">The address the request came from.</param>
/// <param name="UserAgent">The browser or mail program.</param>
public sealed record ActedFrom(string? RemoteAddress, string? UserAgent);
