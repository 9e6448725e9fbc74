using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.MailServers;

/// <summary>Changes mail servers.</summary>
internal sealed class MailServerCommands(PortalContext db, SecretBox secrets, TimeProvider time)
{
    /// <summary>Makes or changes a server; trouble that paused it is forgotten, because what caused it may be mended.</summary>
    public async Task<Result> SaveAsync(MailServerForm form, CancellationToken cancellationToken)
    {
        var server = await db.MailServers.SingleOrDefaultAsync(m => m.Id == form.Id, cancellationToken);
        if (server is null)
        {
            server = new MailServer { Name = form.Name, Host = form.Host, CreatedAt = time.GetUtcNow().UtcDateTime };
            db.MailServers.Add(server);
        }

        server.Name = Text.OneLine(form.Name);
        server.Client = form.Client;
        if (!server.FromSettings && Connect(server, form) is { Succeeded: false } unsafeChange) return unsafeChange;
        server.IsEnabled = form.IsEnabled;
        if (Pace(server, form) is { Succeeded: false } refused) return refused;
        (server.PausedUntil, server.Trouble, server.TroubleAt) = (null, null, null);
        (server.FullUntil, server.FullBecause) = (null, null);
        var saved = await db.SaveOrRefuseAsync(
            Problem.Conflict("mail-server.name-taken", server.Name).At(nameof(form.Name)), cancellationToken);
        if (saved.Succeeded) form.Id = server.Id;
        return saved;
    }

    public async Task<Result> DeleteAsync(int id, CancellationToken cancellationToken)
    {
        var server = await db.MailServers.SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (server is null) return Result.Ok;
        if (server.FromSettings) return Problem.Conflict("mail-server.from-settings");
        db.MailServers.Remove(server);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Ok;
    }

    private Result Pace(MailServer server, MailServerForm form)
    {
        (server.MaxPerHour, server.MaxPerDay, server.Weight, server.DeliversItself) = (form.MaxPerHour, form.MaxPerDay, form.Weight,
            form.DeliversItself);
        (server.WarmUpPlan, server.WarmUpStartsOn) = (null, null);
        if (!form.WarmsUp) return Result.Ok;
        var plan = WarmUpPlan.Parse(form.WarmUpPlan);
        if (!plan.Succeeded) return plan;
        server.WarmUpPlan = plan.Value.ToString();
        server.WarmUpStartsOn = DateTime.SpecifyKind(
            form.WarmUpStartsOn?.ToDateTime(TimeOnly.MinValue) ?? time.GetUtcNow().UtcDateTime.Date, DateTimeKind.Utc);
        return Result.Ok;
    }

    private Result Connect(MailServer server, MailServerForm form)
    {
        var host = form.Host.Trim();
        var signsIn = !string.IsNullOrWhiteSpace(form.UserName);
        var isElsewhere = !string.Equals(server.Host, host, StringComparison.OrdinalIgnoreCase) || server.SignIn != form.SignIn
            || Strength(form.Security) < Strength(server.Security);
        // A stored secret must not go to whoever is named next.
        if (signsIn && server.ProtectedPassword is not null && isElsewhere && string.IsNullOrEmpty(form.Password))
            return Problem.Invalid("mail-server.secret-again").At(nameof(form.Password));
        if (signsIn && form.SignIn == MailSignIn.Microsoft365
            && (string.IsNullOrWhiteSpace(form.Tenant) || string.IsNullOrWhiteSpace(form.ClientId)))
            return Problem.Invalid("mail-server.client").At(nameof(form.ClientId));

        server.Host = host;
        server.Port = form.Port;
        server.Security = form.Security;
        server.SignIn = form.SignIn;
        server.UserName = signsIn ? form.UserName!.Trim() : null;
        (server.Tenant, server.ClientId) = form.SignIn == MailSignIn.Microsoft365
            ? (form.Tenant?.Trim(), form.ClientId?.Trim())
            : (null, null);
        if (server.UserName is null) server.ProtectedPassword = null;
        else if (!string.IsNullOrEmpty(form.Password)) server.ProtectedPassword = secrets.Protect(form.Password);
        server.MaxConnections = form.MaxConnections;
        server.MaxPerSecond = form.MaxPerSecond;
        return Result.Ok;
    }

    private static int Strength(MailSecurity security) => security switch
    {
        MailSecurity.None => 0,
        MailSecurity.Auto => 1,
        _ => 2,
    };
}
