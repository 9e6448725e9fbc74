using System.Globalization;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Vtiger.Sinks;

/// <summary>What people read in the CRM about an activity, and the marks we know our records by.</summary>
internal static class VtigerWords
{
    /// <summary>How far the CRM's clock may be from UTC, time zone included.</summary>
    public static readonly TimeSpan ClockDifference = TimeSpan.FromDays(1);

    /// <summary>Stands at the end of every text we write.</summary>
    public static string Mark(CrmActivity activity) => $"[ecp:{activity.ExternalId}]";

    /// <summary>What happened, for people.</summary>
    public static string Sentence(CrmActivity activity)
    {
        var times = activity.Count > 1
            ? string.Create(CultureInfo.InvariantCulture, $" {activity.Count} times, first {Minute(activity.FirstAt ?? activity.At)}, last")
            : "";
        var detail = activity.Detail.Length > 0 ? $": {activity.Detail}" : "";
        return $"Email \"{activity.CampaignName}\" {Kind(activity.Kind)}{times} {Minute(activity.At)} UTC{detail}";
    }

    /// <summary>The kind in one or two words.</summary>
    public static string Kind(CrmActivityKind kind) => kind switch
    {
        CrmActivityKind.Sent => "sent",
        CrmActivityKind.Opened => "read",
        CrmActivityKind.Clicked => "link clicked",
        CrmActivityKind.Unsubscribed => "unsubscribed",
        CrmActivityKind.Resubscribed => "subscribed again",
        CrmActivityKind.HardBounced => "bounced for good",
        _ => "bounced for now",
    };

    public static string Day(DateTime at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Minute(DateTime at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Second(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Utc(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
