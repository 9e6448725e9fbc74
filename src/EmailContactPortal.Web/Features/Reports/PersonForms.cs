using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>One thing that happened.</summary>
/// <param name="At">UTC.</param>
/// <param name="Kind">One word for programs: sent, opened, clicked, unsubscribed …</param>
/// <param name="What">Words for people.</param>
/// <param name="Note">The server's answer, the link, or the device.</param>
/// <param name="CampaignId">The campaign it belongs to.</param>
/// <param name="Campaign">Its name.</param>
/// <param name="IsMachine">Whether a machine did it.</param>
/// <param name="DeliveryId">The message it belongs to.</param>
internal sealed record StoryEvent(
    DateTime At, string Kind, string What, string? Note, int? CampaignId, string? Campaign, bool IsMachine, long? DeliveryId)
{
    /// <summary>The clicked address.</summary>
    public string? Url { get; init; }

    public string? UserAgent { get; init; }
}

/// <summary>One person in one campaign.</summary>
internal sealed record RecipientStory(
    long Id, string Email, string FirstName, string LastName, DeliveryStatus Status, int Attempts, string? MessageId, string? SmtpReply,
    DateTime? SentAt,
    ExclusionRule? Exclusion, int Opens, int Clicks, DateTime? UnsubscribedAt, IReadOnlyList<StoryEvent> Story);

/// <summary>Whether a person is on a list.</summary>
internal sealed record ConsentRow(int ListTypeId, string List, DateTime? UnsubscribedAt, string? How);

/// <summary>A group a person is in.</summary>
internal sealed record GroupRow(int Id, string Name);

/// <summary>Everything about one person.</summary>
internal sealed record PersonPage(
    string Email, string Name, IReadOnlyList<(string Label, string Value)> Fields, IReadOnlyList<GroupRow> Groups,
    IReadOnlyList<ConsentRow> Consent, PersonCounts Counts,
    IReadOnlyList<StoryEvent> Story, int OlderThan, int? Older);

/// <summary>A person in numbers.</summary>
internal sealed record PersonCounts(int Sent, int Opened, int Clicked, int Bounced);

/// <summary>What somebody reads on, by what the program says of itself; good enough for a note.</summary>
internal static class Devices
{
    public static string? Of(string? userAgent)
    {
        if (string.IsNullOrEmpty(userAgent)) return null;
        if (Has("GoogleImageProxy")) return "Gmail";
        if (Has("YahooMailProxy")) return "Yahoo Mail";
        if (Has("iPad") || Has("Tablet")) return "Tablet";
        if (Has("iPhone") || Has("Android") || Has("Mobile")) return "Phone";
        if (Has("Windows") || Has("Macintosh") || Has("X11") || Has("Linux") || Has("Thunderbird") || Has("Outlook")) return "Computer";
        return Domain.Text.Bound(userAgent, 80);

        bool Has(string word) => userAgent.Contains(word, StringComparison.OrdinalIgnoreCase);
    }
}
