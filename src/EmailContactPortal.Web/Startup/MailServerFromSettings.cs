using EmailContactPortal.Data;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.MailServers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Startup;

/// <summary>The first mail server, from the settings <c>MailServer:*</c>; the settings win over the table at every start.</summary>
public sealed class MailServerOptions
{
    public const string Section = "MailServer";

    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; } = MailSecurity.Auto;

    public string? UserName { get; set; }

    public string? Password { get; set; }

    public int MaxConnections { get; set; } = 4;

    /// <summary>0 is unlimited.</summary>
    public double MaxPerSecond { get; set; }

    /// <summary>What is wrong with the settings, in words.</summary>
    public IEnumerable<string> Problems()
    {
        if (Host is null) yield break;
        if (Port is < 1 or > 65535) yield return $"MailServer:Port is {Port}; it must be from 1 to 65535.";
        if (MaxConnections is < 1 or > 1000) yield return $"MailServer:MaxConnections is {MaxConnections}; it must be from 1 to 1000.";
        if (MaxPerSecond < 0) yield return $"MailServer:MaxPerSecond is {MaxPerSecond}; it must be 0 (unlimited) or more.";
        if (!string.IsNullOrEmpty(Password) && string.IsNullOrEmpty(UserName)) yield return "MailServer:Password is set, but MailServer:UserName is not.";
    }
}

/// <summary>Writes the settings' mail server into the table.</summary>
internal sealed class MailServerFromSettings(IDbContextFactory<PortalContext> contexts, IOptions<MailServerOptions> options, SecretBox secrets, TimeProvider time)
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var server = await db.MailServers.SingleOrDefaultAsync(m => m.FromSettings, cancellationToken);
        if (settings.Host is null)
        {
            if (server is not null) server.FromSettings = false;
        }
        else
        {
            if (server is null)
            {
                // Named by its host, as people know it.
                var isTaken = await db.MailServers.AnyAsync(m => m.Name == settings.Host, cancellationToken);
                server = new MailServer { Name = isTaken ? $"{settings.Host} (settings)" : settings.Host, Host = settings.Host, FromSettings = true, CreatedAt = time.GetUtcNow().UtcDateTime };
                db.MailServers.Add(server);
            }

            server.Host = settings.Host;
            server.Port = settings.Port;
            server.Security = settings.Security;
            server.UserName = settings.UserName;
            // Encryption gives new bytes every time; writing them only on change keeps starts quiet.
            if (secrets.Unprotect(server.ProtectedPassword) != settings.Password) server.ProtectedPassword = secrets.Protect(settings.Password);
            server.MaxConnections = settings.MaxConnections;
            server.MaxPerSecond = settings.MaxPerSecond;
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
