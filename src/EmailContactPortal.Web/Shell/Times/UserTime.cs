using System.Globalization;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Web.Shell.Times;

/// <summary>Moments as the signed-in person reads them: in the zone of the profile, near ones in words.</summary>
public sealed class UserTime(IHttpContextAccessor http, TimeProvider time)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private TimeZoneInfo? zone;

    /// <summary>The zone of the profile; UTC for visitors and for a zone this machine does not know.</summary>
    public TimeZoneInfo Zone => zone ??= TimeZones.Find(http.HttpContext?.User.ZoneId()) ?? TimeZoneInfo.Utc;

    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;

    /// <summary>Wall-clock time in <see cref="Zone"/>.</summary>
    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Zone);

    /// <summary>Exact, with zone: for titles and exports.</summary>
    public string Exact(DateTime utc) => Local(utc).ToString("ddd, d MMM yyyy, HH:mm:ss", Invariant) + " " + Zone.Id;

    /// <summary><c>19 Nov 2026, 10:41</c>.</summary>
    public string Full(DateTime utc) => Local(utc).ToString("d MMM yyyy, HH:mm", Invariant);

    /// <summary><c>10:41</c>.</summary>
    public string Clock(DateTime utc) => Local(utc).ToString("HH:mm", Invariant);

    /// <summary><c>19 Nov</c>, with the year when it is another one.</summary>
    public string Day(DateTime utc)
    {
        var local = Local(utc);
        return local.ToString(local.Year == Local(UtcNow).Year ? "d MMM" : "d MMM yyyy", Invariant);
    }

    /// <summary>Short for lists: <c>2 minutes ago</c>, <c>Yesterday 16:20</c>, <c>Tomorrow 08:30</c>, <c>16 Nov, 11:03</c>.</summary>
    public string Near(DateTime utc)
    {
        var ago = UtcNow - utc;
        if (ago >= TimeSpan.Zero && ago < TimeSpan.FromSeconds(60)) return Words.Of("just now");
        if (ago >= TimeSpan.Zero && ago < TimeSpan.FromMinutes(60))
            return Words.Of("{0} ago", Counted.Of((int)ago.TotalMinutes, "minutes"));
        var days = (Local(utc).Date - Local(UtcNow).Date).Days;
        return days switch
        {
            0 => Words.Of("Today {0}", Clock(utc)),
            -1 => Words.Of("Yesterday {0}", Clock(utc)),
            1 => Words.Of("Tomorrow {0}", Clock(utc)),
            _ => Day(utc) + ", " + Clock(utc),
        };
    }
}
