using System.Security.Cryptography;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Features.Settings.Users;
using EmailContactPortal.Web.Startup.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web;

/// <summary>What a portal without users gets: its first administrator; in Development made up and printed once.</summary>
internal sealed class FirstStart(PortalContext db, UserCommands users, IOptions<AdminOptions> options, IHostEnvironment environment)
{
    private const string DevelopmentEmail = "admin@portal.example";

    /// <summary>What stops the portal from starting, in words; the sign-in made up for Development, if any.</summary>
    public async Task<(IReadOnlyList<string> Problems, string? Announcement)> PrepareAsync(CancellationToken cancellationToken)
    {
        if (await db.Users.AnyAsync(cancellationToken)) return ([], null);

        var admin = options.Value;
        if (!environment.IsDevelopment() && (string.IsNullOrEmpty(admin.Email) || string.IsNullOrEmpty(admin.Password)))
        {
            return ([
                "The portal has no users yet. Set Admin:Email and Admin:Password (environment: Admin__Email, Admin__Password) for the "
                    + "first administrator."], null);
        }

        var form = new UserForm
        {
            Email = admin.Email ?? DevelopmentEmail,
            FullName = "Administrator",
            Role = Roles.Admin,
            Password = admin.Password ?? RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16),
        };
        var result = await users.CreateAsync(form);
        if (!result.Succeeded)
            return ([
                .. result.Problems.Select(p => $"The first administrator cannot be made: {p.InEnglish} (Admin:Email, Admin:Password)")],
                    null);
        return ([], admin.Password is null ? $"First sign-in: {form.Email} with password {form.Password}" : null);
    }
}
