using System.Globalization;

namespace EmailContactPortal.Web.Api;

/// <summary>How long pages are.</summary>
internal static class PageSizes
{
    private const int Default = 100;
    private const int Most = 1000;

    public static int Of(int? size) => Math.Clamp(size ?? Default, 1, Most);

    public static string Next(long id) => id.ToString(CultureInfo.InvariantCulture);
}
