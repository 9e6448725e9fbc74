using System.Globalization;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Composing;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>A campaign's report.</summary>
internal sealed record CampaignReport(
    Campaign Campaign, CampaignTotals Totals, string GroupName, SubjectSent Mail, IReadOnlyList<CampaignLink> Links,
    IReadOnlyList<EngagementHour> Hours, WriteBackState? WriteBack, RecipientPage Recipients);

/// <summary>How far telling the CRM is.</summary>
internal sealed record WriteBackState(string Crm, int Pending, int Written, int Failed);

/// <summary>Words of numbers in reports.</summary>
internal static class ReportWords
{
    /// <summary><c>12,301</c>.</summary>
    public static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>38.2%</c>; small shares keep two digits; a dash when there is nothing to share.</summary>
    public static string P(long part, long whole)
    {
        if (whole <= 0) return "–";
        var share = 100.0 * part / whole;
        return share.ToString(share is > 0 and < 1 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>A share as an SVG length.</summary>
    public static string Length(long part, long whole) =>
        (whole <= 0 ? 0 : 100.0 * part / whole).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>An address as people say it: without scheme and analytics parameters.</summary>
    public static string ShortUrl(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        var rest = start < 0 ? url : url[(start + 3)..];
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        if (query < 0) return rest.TrimEnd('/');
        var kept = rest[(query + 1)..].Split('&').Where(p => !p.StartsWith("utm_", StringComparison.Ordinal)).ToList();
        return kept.Count == 0 ? rest[..query].TrimEnd('/') : $"{rest[..query]}?{string.Join('&', kept)}";
    }

    /// <summary>Why somebody was left out.</summary>
    public static string Of(ExclusionRule rule) => rule switch
    {
        ExclusionRule.Unsubscribed => Words.Of("Unsubscribed from the list type"),
        ExclusionRule.Suppressed => Words.Of("On the suppression list"),
        ExclusionRule.HardBounced => Words.Of("Bounced before"),
        ExclusionRule.Duplicate => Words.Of("The same address came twice"),
        ExclusionRule.InvalidAddress => Words.Of("Not a valid address"),
        ExclusionRule.Removed => Words.Of("Removed from the group"),
        ExclusionRule.Cancelled => Words.Of("The campaign was cancelled before"),
        ExclusionRule.NotComposable => Words.Of("The message could not be composed"),
        _ => "",
    };
}
