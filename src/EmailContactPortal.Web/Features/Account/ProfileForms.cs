using System.ComponentModel.DataAnnotations;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>What people change about themselves.</summary>
internal sealed class ProfileForm
{
    [Required(ErrorMessage = "Write your name.")]
    [StringLength(200, ErrorMessage = "The name is longer than 200 characters.")]
    public string FullName { get; set; } = "";

    [Required(ErrorMessage = "Choose a time zone.")]
    public string TimeZone { get; set; } = "Etc/UTC";

    public string Language { get; set; } = "en";

    /// <summary>Empty: what the browser prefers.</summary>
    public string? Theme { get; set; }
}

/// <summary>A new password, with the old one as proof.</summary>
internal sealed class PasswordForm
{
    [Required(ErrorMessage = "Write your present password.")]
    public string Current { get; set; } = "";

    [Required(ErrorMessage = "Write the new password.")]
    public string New { get; set; } = "";

    [Compare(nameof(New), ErrorMessage = "The two new passwords are not the same.")]
    public string Again { get; set; } = "";
}

/// <summary>The page of both forms and of the second step of signing in.</summary>
internal sealed class ProfilePage
{
    public required string Email { get; init; }

    public required ProfileForm Profile { get; init; }

    public PasswordForm Password { get; init; } = new();

    public bool TwoFactor { get; init; }

    public int RecoveryCodesLeft { get; init; }
}

/// <summary>What proves that it is really the person who changes how they sign in.</summary>
internal sealed class ProofForm
{
    public string? Password { get; set; }

    /// <summary>A code of the app, or a recovery code.</summary>
    public string? Code { get; set; }
}

/// <summary>Setting up the second step: the key for the app, then a code as proof.</summary>
internal sealed class TwoFactorForm
{
    [Required(ErrorMessage = "Write the six digits that the app shows.")]
    public string Code { get; set; } = "";

    /// <summary>The app's key in groups of four; shown once, never posted. Empty when it was shown before.</summary>
    public string Key { get; set; } = "";

    /// <summary>The same as a link that a phone's app opens.</summary>
    public string Link { get; set; } = "";

    /// <summary>The link as a picture to scan, a PNG in base64.</summary>
    public string Picture { get; set; } = "";
}
