using System.Globalization;
using EmailContactPortal.Domain.MailServers;

namespace EmailContactPortal.Web.Features.Settings.MailServers;

/// <summary>A mail server's settings in few words.</summary>
internal static class MailServerWords
{
    /// <summary>All its limits, or that there are none.</summary>
    public static string Limits(MailServer server)
    {
        string?[] limits =
        [
            server.MaxPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $"{server.MaxPerSecond:0.##} a second") : null,
            server.MaxPerHour > 0 ? string.Create(CultureInfo.InvariantCulture, $"{server.MaxPerHour:N0} an hour") : null,
            server.MaxPerDay > 0 ? string.Create(CultureInfo.InvariantCulture, $"{server.MaxPerDay:N0} a day") : null,
            server.WarmUpPlan is not null ? "warm-up" : null,
        ];
        var words = string.Join(", ", limits.Where(l => l is not null));
        return words.Length > 0 ? words : "None";
    }
}
