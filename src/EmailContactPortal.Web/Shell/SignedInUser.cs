using System.Globalization;
using System.Security.Claims;

namespace EmailContactPortal.Web.Shell;

/// <summary>What the sign-in cookie says of the person, so that a page costs no query for it.</summary>
internal static class SignedInUser
{
    public const string FullNameClaim = "ecp:name";
    public const string ZoneClaim = "ecp:zone";
    public const string ThemeClaim = "ecp:theme";

    /// <summary>The user's id; 0 for somebody not signed in.</summary>
    public static int Id(this ClaimsPrincipal user) =>
        int.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>Name for people, the address when the profile has none.</summary>
    public static string FullName(this ClaimsPrincipal user) =>
        user.FindFirstValue(FullNameClaim) is { Length: > 0 } name ? name : user.Identity?.Name ?? "";

    /// <summary>IANA id of the zone in the profile.</summary>
    public static string ZoneId(this ClaimsPrincipal user) => user.FindFirstValue(ZoneClaim) ?? "Etc/UTC";

    /// <summary><c>light</c>, <c>dark</c>, or null for what the browser prefers.</summary>
    public static string? Theme(this ClaimsPrincipal user) => user.FindFirstValue(ThemeClaim) is { Length: > 0 } theme ? theme : null;
}
