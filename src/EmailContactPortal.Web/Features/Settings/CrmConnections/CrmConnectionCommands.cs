using System.Text.Json;
using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.CrmConnections;

/// <summary>Makes, changes and deletes CRM connections; used by the screens and by the API.</summary>
public sealed class CrmConnectionCommands(PortalContext db, CrmGateway gateway, SecretBox secrets, TimeProvider time)
{
    public async Task<Result<int>> CreateAsync(CrmConnectionForm form, CancellationToken cancellationToken)
    {
        var connection = new CrmConnection { Name = "", Kind = "", CreatedAt = time.GetUtcNow().UtcDateTime };
        var problems = await ApplyAsync(connection, form, cancellationToken);
        if (problems.Count > 0) return Result<int>.No(problems);
        db.CrmConnections.Add(connection);
        await db.SaveChangesAsync(cancellationToken);
        return connection.Id;
    }

    public async Task<Result> SaveAsync(CrmConnectionForm form, CancellationToken cancellationToken)
    {
        if (await db.CrmConnections.FirstOrDefaultAsync(c => c.Id == form.Id, cancellationToken) is not { } connection) return Gone;
        var problems = await ApplyAsync(connection, form, cancellationToken);
        if (problems.Count > 0) return Result.From(problems);

        // What was typed may be the cure for what made it wait.
        (connection.WriteBackProblem, connection.WriteBackResumesAt, connection.WriteBackFailures) = (null, null, 0);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Ok;
    }

    public async Task<Result> DeleteAsync(int id, CancellationToken cancellationToken)
    {
        var groups = await db.TargetGroups.CountAsync(g => g.CrmConnectionId == id, cancellationToken);
        if (groups > 0) return Result.No("crm.used", $"{groups} target {(groups == 1 ? "group is" : "groups are")} connected through it. Disconnect or delete them first.");
        var waiting = await db.WriteBackEntries.CountAsync(e => e.CrmConnectionId == id && e.Status == WriteBackStatus.Pending, cancellationToken);
        if (waiting > 0) return Result.No("crm.write-back", $"{waiting} facts still wait to be written back to it. Delete it when they are written.");
        return await db.CrmConnections.Where(c => c.Id == id).ExecuteDeleteAsync(cancellationToken) > 0 ? Result.Ok : Gone;
    }

    private async Task<IReadOnlyList<Problem>> ApplyAsync(CrmConnection connection, CrmConnectionForm form, CancellationToken cancellationToken)
    {
        var (problems, name, url) = (new List<Problem>(), form.Name?.Trim() ?? "", form.Url?.Trim() ?? "");
        var kind = gateway.Kinds.FirstOrDefault(k => k.Name == form.Kind);
        if (name.Length is 0 or > 100) problems.Add(new Problem("crm.name", "Write a name of at most 100 characters.", "Name"));
        else if (await db.CrmConnections.AnyAsync(c => c.Name == name && c.Id != connection.Id, cancellationToken)) problems.Add(new Problem("crm.name-taken", "Another connection has this name.", "Name"));
        if (kind is null) problems.Add(new Problem("crm.kind", $"Choose one of: {string.Join(", ", gateway.Kinds.Select(k => k.Name))}.", "Kind"));
        var isAddress = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        if (kind is { NeedsAddress: true } && (!isAddress || url.Length > 500)) problems.Add(new Problem("crm.url", "Write the CRM's address in full, for example https://crm.example.com.", "Url"));
        if (form.UserName?.Length > 200) problems.Add(new Problem("crm.user", "The user name is longer than 200 characters.", "UserName"));
        if (!IsJsonObject(form.Options)) problems.Add(new Problem("crm.options", "The options are not a JSON object.", "Options"));

        (connection.Name, connection.Kind, connection.Url, connection.UserName) = (name, form.Kind ?? "", url, form.UserName?.Trim() ?? "");
        connection.Options = string.IsNullOrWhiteSpace(form.Options) ? "{}" : form.Options.Trim();
        if (!string.IsNullOrEmpty(form.Secret)) connection.ProtectedSecret = secrets.Close(form.Secret);
        if (connection.ProtectedSecret?.Length > 2000) problems.Add(new Problem("crm.secret", "The access key is too long.", "Secret"));
        return problems;
    }

    private static bool IsJsonObject(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return true;
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Result Gone => Result.No("crm.gone", "This connection is not there any more.");
}
