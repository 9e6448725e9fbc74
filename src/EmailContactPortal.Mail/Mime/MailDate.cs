using System.Globalization;

namespace EmailContactPortal.Mail.Mime;

/// <summary>Dates as the Date header writes them (RFC 5322 3.3).</summary>
public static class MailDate
{
    /// <summary>For example <c>Sat, 21 Nov 2026 18:25:00 +0000</c>.</summary>
    public static string Format(DateTimeOffset time) =>
        time.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
        + time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
}
