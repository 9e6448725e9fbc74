using System.Text.Json;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Connecting;
using EmailContactPortal.Sending.Delivering;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.MailServers;

/// <summary>Tries mail servers out: a check, a test mail, a protocol log for an hour.</summary>
internal sealed class MailServerTrials(PortalContext db, MailServerCheck check, TestSender sender, ProtocolLogs logs, TimeProvider time)
{
    /// <summary>Checks a stored server and keeps what was found; null when there is no such server.</summary>
    public async Task<MailServerChecked?> CheckAsync(int id, CancellationToken cancellationToken)
    {
        if (await db.MailServers.SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } server) return null;
        var result = new MailServerChecked(time.GetUtcNow().UtcDateTime, await check.RunAsync(server, cancellationToken));
        (server.CheckedAt, server.Check) = (result.At, JsonSerializer.Serialize(result.Steps));
        // What works now need not wait for the end of a pause.
        if (result.Mark != CheckMark.Failed) (server.PausedUntil, server.Trouble, server.TroubleAt) = (null, null, null);
        await db.SaveChangesAsync(cancellationToken);
        return result;
    }

    /// <summary>Sends a short mail through this server and no other; says what the server answered.</summary>
    public async Task<Result<string>> SendTestAsync(int id, string? to, string userAddress, CancellationToken cancellationToken) =>
        await db.MailServers.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is { } server
            ? await sender.SendThroughAsync(server, to, userAddress, cancellationToken)
            : Problem.Gone("mail-server.gone");

    /// <summary>Switches the protocol log on for an hour, or off.</summary>
    public async Task LogAsync(int id, bool isOn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var until = isOn ? now + ProtocolLogs.Duration : now;
        if (isOn)
            await db.SmtpLogLines.Where(l => l.MailServerId == id && db.MailServers.Any(m => m.Id == id && m.LogUntil < now))
                .ExecuteDeleteAsync(cancellationToken);
        await db.MailServers.Where(m => m.Id == id && (isOn || m.LogUntil > now))
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.LogUntil, until), cancellationToken);
        await logs.WorkAsync();
    }

    internal static MailServerChecked? Read(MailServer server) =>
        server is { CheckedAt: { } at, Check: { } steps }
            ? new MailServerChecked(at, JsonSerializer.Deserialize<List<CheckStep>>(steps) ?? [])
            : null;
}
