using System.Globalization;

namespace EmailContactPortal.Web.Shell.Times;

/// <summary>One zone to choose from: its IANA id and how far it is from UTC now.</summary>
/// <param name="Id">IANA id.</param>
/// <param name="Label">The id with the offset in front.</param>
internal sealed record ZoneChoice(string Id, string Label);

/// <summary>The time zones that this machine knows, by their IANA ids.</summary>
internal static class TimeZones
{
    /// <summary>The zone, or null when <paramref name="id"/> is not known here.</summary>
    public static TimeZoneInfo? Find(string? id) =>
        !string.IsNullOrEmpty(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;

    /// <summary>All zones with a region in their name, and UTC, by name.</summary>
    public static IReadOnlyList<ZoneChoice> All(DateTime utcNow) =>
    [
        // Systems know UTC by several names; here it has one.
        new ZoneChoice("Etc/UTC", "UTC"),
        .. TimeZoneInfo.GetSystemTimeZones()
            .Where(z => (z.Id.Contains('/', StringComparison.Ordinal) && !z.Id.StartsWith("Etc/", StringComparison.Ordinal)
                && !z.Id.StartsWith("SystemV/", StringComparison.Ordinal)))
            .DistinctBy(z => z.Id)
            .OrderBy(z => z.Id, StringComparer.Ordinal)
            .Select(z => new ZoneChoice(z.Id, $"{z.Id.Replace('_', ' ')} ({Offset(z.GetUtcOffset(utcNow))})")),
    ];

    private static string Offset(TimeSpan offset) =>
        "UTC" + (offset < TimeSpan.Zero ? "−" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
}
