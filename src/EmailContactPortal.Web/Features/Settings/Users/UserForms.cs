using System.ComponentModel.DataAnnotations;
using EmailContactPortal.Domain.Access;

namespace EmailContactPortal.Web.Features.Settings.Users;

/// <summary>A person as an administrator sees and changes them.</summary>
internal sealed class UserForm
{
    /// <summary>0 for a new one.</summary>
    public int Id { get; set; }

    [Required(ErrorMessage = "Write the e-mail address.")]
    public string Email { get; set; } = "";

    [Required(ErrorMessage = "Write the name.")]
    [StringLength(200, ErrorMessage = "The name is longer than 200 characters.")]
    public string FullName { get; set; } = "";

    public string Role { get; set; } = Roles.Marketer;

    [Required(ErrorMessage = "Choose a time zone.")]
    public string TimeZone { get; set; } = "Etc/UTC";

    public bool IsActive { get; set; } = true;

    /// <summary>For a new person, or to set another one; empty leaves it.</summary>
    public string? Password { get; set; }

    /// <summary>Shown only.</summary>
    public bool TwoFactor { get; set; }
}
