using Microsoft.AspNetCore.Identity;

namespace EmailContactPortal.Data.Accounts;

/// <summary>A person who signs in; the user name is the e-mail address.</summary>
public sealed class PortalUser : IdentityUser<int>
{
    public string FullName { get; set; } = "";

    /// <summary>IANA time zone in which dates are shown and schedules are read.</summary>
    public string TimeZone { get; set; } = "Etc/UTC";

    /// <summary>IETF language tag of the pages.</summary>
    public string Language { get; set; } = "en";

    /// <summary><c>light</c>, <c>dark</c>, or null for what the browser prefers.</summary>
    public string? Theme { get; set; }

    /// <summary>False: kept for history, cannot sign in.</summary>
    public bool IsActive { get; set; } = true;

    public DateTime CreatedAt { get; set; }

    public DateTime? LastSignInAt { get; set; }

    /// <summary>Time step of the last code of the authenticator app that was taken; a code works once.</summary>
    public long LastCodeStep { get; set; }
}
