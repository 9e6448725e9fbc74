using System.ComponentModel.DataAnnotations;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>The first step of signing in.</summary>
public sealed class SignInForm
{
    [Required(ErrorMessage = "Write your e-mail address.")]
    public string Email { get; set; } = "";

    [Required(ErrorMessage = "Write your password.")]
    public string Password { get; set; } = "";

    public bool Stay { get; set; }

    public string? ReturnUrl { get; set; }
}

/// <summary>The second step: a code from the authenticator app, or one of the recovery codes.</summary>
public sealed class SecondStepForm
{
    [Required(ErrorMessage = "Write the code.")]
    public string Code { get; set; } = "";

    public bool Stay { get; set; }

    public string? ReturnUrl { get; set; }
}
