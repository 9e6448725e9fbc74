using System.Globalization;

namespace EmailContactPortal.Domain.MailServers;

/// <summary>
/// How many messages a new mail server may send on each day until mailbox providers know it; a day without mail does not count.
/// </summary>
public sealed class WarmUpPlan
{
    /// <summary>Longest plan as text, characters.</summary>
    public const int MaxLength = 1000;

    /// <summary>Most days of a plan.</summary>
    public const int MaxDays = 90;

    /// <summary>Doubles every day, from a volume no provider minds to one where reputation has been made.</summary>
    public const string Usual = "200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 100000";

    private WarmUpPlan(IReadOnlyList<int> volumes) => Volumes = volumes;

    /// <summary>Messages of the first day, the second, and so on.</summary>
    public IReadOnlyList<int> Volumes { get; }

    /// <summary>Reads a plan: numbers set apart by commas, spaces or lines.</summary>
    public static Result<WarmUpPlan> Parse(string? text)
    {
        var volumes = new List<int>();
        foreach (var part in (text ?? "").Split([',', ';', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var volume) || volume is < 1 or > 100_000_000)
                return Problem.Invalid("warm-up.number", Text.Bound(part, 20), Usual[..20]).At("WarmUpPlan");
            volumes.Add(volume);
        }

        return volumes.Count switch
        {
            0 => Problem.Invalid("warm-up.empty").At("WarmUpPlan"),
            > MaxDays => Problem.Invalid("warm-up.long", volumes.Count, MaxDays).At("WarmUpPlan"),
            _ => new WarmUpPlan(volumes),
        };
    }

    /// <summary>What may go out after <paramref name="daysDone"/> days of sending; null when the plan is at its end.</summary>
    public int? VolumeAfter(int daysDone) => daysDone < Volumes.Count ? Volumes[Math.Max(0, daysDone)] : null;

    /// <summary>The plan as it is stored.</summary>
    public override string ToString() => string.Join(", ", Volumes);
}
