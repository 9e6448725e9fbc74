using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Web.Shell.Times;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>
/// The chart of a report: people who opened and clicked for the first time, by hour at first, by day when it is long ago.
/// </summary>
/// <param name="Unit"><c>hour</c> or <c>day</c>.</param>
/// <param name="Points">From the first to the last moment, gaps filled.</param>
internal sealed record OverTime(string Unit, IReadOnlyList<OverTimePoint> Points)
{
    /// <summary>Hours shown one by one; a longer time is shown by days.</summary>
    private const int MaxHours = 48;
    private const int MaxDays = 120;

    /// <summary>Reads kept hours into the reader's zone.</summary>
    public static OverTime Of(DateTime launchedAt, IReadOnlyList<EngagementHour> hours, UserTime time)
    {
        var start = new DateTime(launchedAt.Ticks - (launchedAt.Ticks % TimeSpan.TicksPerHour), DateTimeKind.Utc);
        var last = hours.Count == 0 ? start : hours[^1].Hour;
        return last - start <= TimeSpan.FromHours(MaxHours) ? ByHour(start, last, hours, time) : ByDay(start, hours, time);
    }

    private static OverTime ByHour(DateTime start, DateTime last, IReadOnlyList<EngagementHour> hours, UserTime time)
    {
        var known = hours.ToDictionary(h => h.Hour);
        // At least half a day, so that the first hour is not a single dot; but hours to come have no number yet, not even 0.
        var count = Math.Max(12, (int)(last - start).TotalHours + 1);
        var points = Enumerable.Range(0, count).Select(n => start.AddHours(n)).Select(hour =>
        {
            known.TryGetValue(hour, out var h);
            return hour > time.UtcNow && h is null
                ? new OverTimePoint(time.Clock(hour), time.Full(hour), null, null)
                : new OverTimePoint(time.Clock(hour), time.Full(hour), h?.UniqueOpens ?? 0, h?.UniqueClicks ?? 0);
        });
        return new OverTime("hour", [.. points]);
    }

    private static OverTime ByDay(DateTime start, IReadOnlyList<EngagementHour> hours, UserTime time)
    {
        var days = hours.GroupBy(h => time.Local(h.Hour).Date)
            .ToDictionary(g => g.Key, g => (Opens: g.Sum(h => h.UniqueOpens), Clicks: g.Sum(h => h.UniqueClicks)));
        var first = time.Local(start).Date;
        var count = Math.Min(MaxDays, (days.Keys.Max() - first).Days + 1);
        var points = Enumerable.Range(0, count).Select(n => first.AddDays(n)).Select(day =>
        {
            var (opens, clicks) = days.GetValueOrDefault(day);
            var words = day.ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture);
            return new OverTimePoint(words, words, opens, clicks);
        });
        return new OverTime("day", [.. points]);
    }
}

/// <summary>One point of the chart; null where nobody can know yet.</summary>
internal sealed record OverTimePoint(string Label, string Words, int? Opens, int? Clicks);
