using System.ComponentModel.DataAnnotations;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>The first step of signing in.</summary>
internal sealed class SignInForm
{
    [Required(ErrorMessage = "Write your e-mail address.")]
    public string Email { get; set; } = "";

    [Required(ErrorMessage = "Write your password.")]
    public string Password { get; set; } = "";

    public bool Stay { get; set; }

    public string? ReturnUrl { get; set; }
}

/// <summary>Asking for a link to set a new password.</summary>
internal sealed class ForgottenForm
{
    public string? Email { get; set; }

    public bool CanBeMailed { get; set; }

    public bool IsSent { get; set; }
}

/// <summary>Setting a new password with the link of the mail.</summary>
internal sealed class ResetForm
{
    public int User { get; set; }

    public string Token { get; set; } = "";

    [Required(ErrorMessage = "Write the new password.")]
    public string New { get; set; } = "";

    [Compare(nameof(New), ErrorMessage = "The two passwords are not the same.")]
    public string Again { get; set; } = "";

    /// <summary>Whether the link still works.</summary>
    public bool Works { get; set; }
}

/// <summary>The second step: a code from the authenticator app, or one of the recovery codes.</summary>
internal sealed class SecondStepForm
{
    [Required(ErrorMessage = "Write the code.")]
    public string Code { get; set; } = "";

    public bool Stay { get; set; }

    public string? ReturnUrl { get; set; }
}
