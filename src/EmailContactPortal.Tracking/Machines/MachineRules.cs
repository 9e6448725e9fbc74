using System.Buffers;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Tracking.Machines;

/// <summary>
/// The one table of rules that take a hit for a machine's; events keep the user agent, so that a changed rule can be applied again.
/// </summary>
internal static class MachineRules
{
    /// <summary>
    /// What Apple Mail Privacy Protection sends when it fetches the pictures of every mail beforehand; browsers always say more.
    /// </summary>
    private const string ApplePrivacyProxy = "Mozilla/5.0";

    /// <summary>
    /// Words of scanners, previewers and crawlers. The picture proxies of Gmail and Yahoo are not here on purpose: they fetch when a person
    /// opens. Plain HTTP clients are not here either: nothing but their name speaks against them.
    /// </summary>
    private static readonly SearchValues<string> Scanners = SearchValues.Create(
        [
            "Barracuda", "Mimecast", "Proofpoint", "Symantec", "TrendMicro", "Forcepoint", "FireEye", "Sophos",
            "BingPreview", "SkypeUriPreview", "Slackbot", "facebookexternalhit", "Twitterbot", "LinkedInBot", "TelegramBot", "WhatsApp/",
            "Googlebot", "bingbot", "YandexBot", "Applebot",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether <paramref name="userAgent"/> is known to act by itself.</summary>
    public static bool IsMachine(TrackingKind kind, string? userAgent)
    {
        if (userAgent is null) return false;
        if (kind == TrackingKind.Open && userAgent == ApplePrivacyProxy) return true;
        return userAgent.AsSpan().ContainsAny(Scanners);
    }
}
