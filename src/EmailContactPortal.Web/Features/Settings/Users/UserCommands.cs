using EmailContactPortal.Data;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Times;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.Users;

/// <summary>Makes and changes people; also makes the first administrator.</summary>
internal sealed class UserCommands(PortalContext db, UserManager<PortalUser> users, RoleManager<IdentityRole<int>> roles, TimeProvider time)
{
    /// <summary>Makes the roles that do not exist yet.</summary>
    public async Task EnsureRolesAsync()
    {
        foreach (var role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role)) await roles.CreateAsync(new IdentityRole<int>(role));
        }
    }

    /// <summary>Makes a person who can sign in at once.</summary>
    public async Task<Result<int>> CreateAsync(UserForm form)
    {
        if (Check(form) is { } problem) return problem;
        if (string.IsNullOrEmpty(form.Password)) return Problem.Invalid("user.password").At(nameof(form.Password));
        var email = EmailAddress.Clean(form.Email);
        var user = new PortalUser
        {
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            LockoutEnabled = true,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        Apply(form, user);
        await EnsureRolesAsync();
        return await db.OrRefuseAsync(
            () => db.InTransactionAsync<Result<int>>(
                async _ =>
                {
                    var made = await users.CreateAsync(user, form.Password);
                    if (!made.Succeeded) return Result<int>.No(IdentityWords.ToResult(made, FieldOf).Problems);
                    await users.AddToRoleAsync(user, form.Role);
                    return user.Id;
                },
                CancellationToken.None),
            () => Taken);
    }

    /// <summary>Changes a person; who is deactivated, or given another role or password, loses open sessions at once.</summary>
    public async Task<Result> SaveAsync(UserForm form, int actingUserId)
    {
        if (Check(form) is { } problem) return Result.From([problem]);
        if (await users.FindByIdAsync(form.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)) is not { } user)
            return Problem.Gone("user.gone");
        if (user.Id == actingUserId && (!form.IsActive || form.Role != Roles.Admin))
            return Problem.Forbidden("user.self").At(nameof(form.Role));
        Apply(form, user);
        user.UserName = user.Email = EmailAddress.Clean(form.Email);
        return await db.OrRefuseAsync(
            () => db.InTransactionAsync<Result>(
                async _ =>
                {
                    var saved = await users.UpdateAsync(user);
                    if (saved.Succeeded) saved = await SetPasswordAsync(user, form.Password);
                    if (!saved.Succeeded) return IdentityWords.ToResult(saved, FieldOf);
                    await SetRoleAsync(user, form.Role);
                    if (user.Id != actingUserId) await users.UpdateSecurityStampAsync(user);
                    return Result.Ok;
                },
                CancellationToken.None),
            () => Result.From([Taken]));
    }

    /// <summary>For somebody who lost phone and recovery codes.</summary>
    public async Task<Result> SwitchTwoFactorOffAsync(int id)
    {
        if (await users.FindByIdAsync(id.ToString(System.Globalization.CultureInfo.InvariantCulture)) is not { } user)
            return Problem.Gone("user.gone");
        await users.SetTwoFactorEnabledAsync(user, false);
        await users.ResetAuthenticatorKeyAsync(user);
        return Result.Ok;
    }

    private static Problem Taken { get; } = Problem.Conflict("user.taken").At(nameof(UserForm.Email));

    private async Task<IdentityResult> SetPasswordAsync(PortalUser user, string? password)
    {
        if (string.IsNullOrEmpty(password)) return IdentityResult.Success;
        var result = await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password);
        if (result.Succeeded) await users.SetLockoutEndDateAsync(user, null);
        return result;
    }

    private async Task SetRoleAsync(PortalUser user, string role)
    {
        var others = (await users.GetRolesAsync(user)).Where(r => r != role).ToList();
        await users.RemoveFromRolesAsync(user, others);
        if (!await users.IsInRoleAsync(user, role)) await users.AddToRoleAsync(user, role);
    }

    private static Problem? Check(UserForm form)
    {
        if (!EmailAddress.TryNormalize(form.Email, out _, out var reason)) return Problem.Told("user.email", reason).At(nameof(form.Email));
        if (!Roles.All.Contains(form.Role)) return Problem.Invalid("user.role").At(nameof(form.Role));
        return TimeZones.Find(form.TimeZone) is null ? Problem.Invalid("user.zone").At(nameof(form.TimeZone)) : null;
    }

    private static void Apply(UserForm form, PortalUser user)
    {
        user.FullName = Text.OneLine(form.FullName);
        user.TimeZone = form.TimeZone;
        user.IsActive = form.IsActive;
    }

    private static string? FieldOf(string code) => code.StartsWith("Password", StringComparison.Ordinal) ? nameof(UserForm.Password)
        : code.StartsWith("Duplicate", StringComparison.Ordinal) ? nameof(UserForm.Email) : null;
}
