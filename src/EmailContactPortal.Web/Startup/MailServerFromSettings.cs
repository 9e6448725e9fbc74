using System.ComponentModel.DataAnnotations;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.MailServers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Startup;

/// <summary>The first mail server, from the settings <c>MailServer:*</c>; the settings win over the table at every start.</summary>
internal sealed class MailServerOptions : IValidatableObject
{
    public const string Section = "MailServer";

    public string? Host { get; set; }

    [Range(1, 65535, ErrorMessage = "must be from {1} to {2}")]
    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; } = MailSecurity.Auto;

    public string? UserName { get; set; }

    [DataType(DataType.Password)]
    public string? Password { get; set; }

    [Range(1, 1000, ErrorMessage = "must be from {1} to {2}")]
    public int MaxConnections { get; set; } = 4;

    /// <summary>0 is unlimited.</summary>
    [Range(0, double.MaxValue, ErrorMessage = "must be 0 (unlimited) or more")]
    public double MaxPerSecond { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Host is not null && !string.IsNullOrEmpty(Password) && string.IsNullOrEmpty(UserName))
            yield return new("MailServer:Password is set, but MailServer:UserName is not.");
    }
}

/// <summary>Writes the settings' mail server into the table.</summary>
internal sealed class MailServerFromSettings(
    IDbContextFactory<PortalContext> contexts, IOptions<MailServerOptions> options, SecretBox secrets, TimeProvider time)
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
                server = new MailServer
                {
                    Name = isTaken ? $"{settings.Host} (settings)" : settings.Host,
                    Host = settings.Host,
                    FromSettings = true,
                    CreatedAt = time.GetUtcNow().UtcDateTime,
                };
                db.MailServers.Add(server);
            }

            server.Host = settings.Host;
            server.Port = settings.Port;
            server.Security = settings.Security;
            server.UserName = settings.UserName;
            // Encryption gives new bytes every time; writing them only on change keeps starts quiet.
            if (secrets.Unprotect(server.ProtectedPassword) != settings.Password)
                server.ProtectedPassword = secrets.Protect(settings.Password);
            server.MaxConnections = settings.MaxConnections;
            server.MaxPerSecond = settings.MaxPerSecond;
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
