using System.Globalization;

namespace EmailContactPortal.Domain.Campaigns;

/// <summary>One of the two moments that a clock shows twice when it is set back.</summary>
/// <param name="Local">What to store for it: the local time with its offset from UTC.</param>
/// <param name="Utc">The moment.</param>
public sealed record ScheduleChoice(string Local, DateTime Utc);

/// <summary>
/// Reads the date and time an author typed in a time zone. A time that the clocks jump over is refused with what to choose instead;
/// a time that comes twice is asked about; nothing is guessed.
/// </summary>
public sealed class ScheduleReading
{
    private const string Typed = "yyyy-MM-dd'T'HH:mm";
    private static readonly CultureInfo Words = CultureInfo.InvariantCulture;

    private ScheduleReading(DateTime? utc, Problem? problem, IReadOnlyList<ScheduleChoice> choices) =>
        (Utc, Problem, Choices) = (utc, problem, choices);

    /// <summary>The moment; null when it is not clear.</summary>
    public DateTime? Utc { get; }

    /// <summary>Why not.</summary>
    public Problem? Problem { get; }

    /// <summary>The two moments of a time that comes twice; empty otherwise.</summary>
    public IReadOnlyList<ScheduleChoice> Choices { get; }

    /// <summary>Reads <c>2026-11-20T08:30</c>, or the same with an offset when the author chose one of two moments.</summary>
    public static ScheduleReading Read(string? local, TimeZoneInfo zone)
    {
        if (string.IsNullOrWhiteSpace(local) || local.StartsWith('T') || local.EndsWith('T')) return No("schedule.time.missing");
        var text = local.Trim();
        var typed = text.Length > 16 ? text[..16] : text;
        if (!DateTime.TryParseExact(typed, Typed, Words, DateTimeStyles.None, out var clock)) return No("schedule.time");
        if (zone.IsInvalidTime(clock)) return Gap(clock, zone);
        if (!zone.IsAmbiguousTime(clock)) return At(TimeZoneInfo.ConvertTimeToUtc(clock, zone));

        var choices = zone.GetAmbiguousTimeOffsets(clock).OrderDescending()
            .Select(offset => new ScheduleChoice(typed + Offset(offset), DateTime.SpecifyKind(clock - offset, DateTimeKind.Utc)))
            .ToList();
        var chosen = choices.FirstOrDefault(c => c.Local == text);
        return new ScheduleReading(
            chosen?.Utc,
            chosen is null ? Problem.Invalid("schedule.twice", Clock(clock), Day(clock)).At("ScheduledLocal") : null,
            choices);
    }

    private static ScheduleReading Gap(DateTime clock, TimeZoneInfo zone)
    {
        var (from, to) = (clock, clock);
        while (zone.IsInvalidTime(from)) from = from.AddMinutes(-1);
        while (zone.IsInvalidTime(to)) to = to.AddMinutes(1);
        return No("schedule.time.gap", Clock(clock), Day(clock), Clock(from.AddMinutes(1)), Clock(to), Clock(from));
    }

    private static ScheduleReading At(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc), null, []);

    private static ScheduleReading No(string wording, params object?[] arguments) =>
        new(null, Problem.Invalid(wording, arguments).At("ScheduledLocal"), []);

    private static string Clock(DateTime time) => time.ToString("HH:mm", Words);

    private static string Day(DateTime time) => time.ToString("d MMMM yyyy", Words);

    private static string Offset(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", Words);
}
