using EmailContactPortal.Data;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.MailServers;

/// <summary>Changes mail servers.</summary>
public sealed class MailServerCommands(PortalContext db, SecretBox secrets, TimeProvider time)
{
    public Task<List<MailServerRow>> ListAsync(CancellationToken cancellationToken) =>
        db.MailServers.AsNoTracking().OrderBy(m => m.Name).Select(m => new MailServerRow(
            m.Id, m.Name, m.Host, m.Port, m.Security, m.MaxConnections, m.MaxPerSecond, m.IsEnabled, m.FromSettings, m.PausedUntil, m.Trouble)).ToListAsync(cancellationToken);

    public Task<MailServerForm?> FindAsync(int id, CancellationToken cancellationToken) =>
        db.MailServers.AsNoTracking().Where(m => m.Id == id).Select(m => new MailServerForm
        {
            Id = m.Id,
            Name = m.Name,
            Host = m.Host,
            Port = m.Port,
            Security = m.Security,
            UserName = m.UserName,
            HasPassword = m.ProtectedPassword != null,
            MaxConnections = m.MaxConnections,
            MaxPerSecond = m.MaxPerSecond,
            IsEnabled = m.IsEnabled,
            FromSettings = m.FromSettings,
        }).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Makes or changes a server; trouble that paused it is forgotten, because what caused it may be mended.</summary>
    public async Task<Result> SaveAsync(MailServerForm form, CancellationToken cancellationToken)
    {
        if (await db.MailServers.AnyAsync(m => m.Name == form.Name && m.Id != form.Id, cancellationToken))
        {
            return Result.No("mail-server.name-taken", $"There is already a mail server named “{form.Name}”.", nameof(form.Name));
        }

        var server = await db.MailServers.SingleOrDefaultAsync(m => m.Id == form.Id, cancellationToken);
        if (server is null)
        {
            server = new MailServer { Name = form.Name, Host = form.Host, CreatedAt = time.GetUtcNow().UtcDateTime };
            db.MailServers.Add(server);
        }

        server.Name = form.Name.Trim();
        if (!server.FromSettings) Connect(server, form);
        server.IsEnabled = form.IsEnabled;
        (server.PausedUntil, server.Trouble, server.TroubleAt) = (null, null, null);
        await db.SaveChangesAsync(cancellationToken);
        form.Id = server.Id;
        return Result.Ok;
    }

    public async Task<Result> DeleteAsync(int id, CancellationToken cancellationToken)
    {
        var server = await db.MailServers.SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (server is null) return Result.Ok;
        if (server.FromSettings) return Result.No("mail-server.from-settings", "This server comes from the settings MailServer:*; take them out of the configuration first.");
        db.MailServers.Remove(server);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Ok;
    }

    private void Connect(MailServer server, MailServerForm form)
    {
        server.Host = form.Host.Trim();
        server.Port = form.Port;
        server.Security = form.Security;
        server.UserName = string.IsNullOrWhiteSpace(form.UserName) ? null : form.UserName.Trim();
        if (server.UserName is null) server.ProtectedPassword = null;
        else if (!string.IsNullOrEmpty(form.Password)) server.ProtectedPassword = secrets.Close(form.Password);
        server.MaxConnections = form.MaxConnections;
        server.MaxPerSecond = form.MaxPerSecond;
    }
}
