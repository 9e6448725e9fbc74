using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Wording;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.CrmConnections;

/// <summary>Makes, changes and deletes CRM connections; used by the screens and by the API.</summary>
internal sealed class CrmConnectionCommands(PortalContext db, ConnectionSettings settings, SecretBox secrets, TimeProvider time)
{
    public async Task<Result<int>> CreateAsync(CrmConnectionForm form, CancellationToken cancellationToken)
    {
        var connection = new CrmConnection { Name = "", Kind = "", CreatedAt = time.GetUtcNow().UtcDateTime };
        var problems = Apply(connection, form);
        if (problems.Count > 0) return Result<int>.No(problems);
        db.CrmConnections.Add(connection);
        var saved = await db.SaveOrRefuseAsync(Taken, cancellationToken);
        return saved.Succeeded ? connection.Id : Result<int>.No(saved.Problems);
    }

    public async Task<Result> SaveAsync(CrmConnectionForm form, CancellationToken cancellationToken)
    {
        if (await db.CrmConnections.FirstOrDefaultAsync(c => c.Id == form.Id, cancellationToken) is not { } connection) return Gone;
        var problems = Apply(connection, form);
        if (problems.Count > 0) return Result.From(problems);

        // What was typed may be the cure for what made it wait.
        (connection.WriteBackProblem, connection.WriteBackResumesAt, connection.WriteBackFailures) = (null, null, 0);
        return await db.SaveOrRefuseAsync(Taken, cancellationToken);
    }

    /// <summary>The connection as it would be saved, to be tried out; nothing is stored.</summary>
    public async Task<Result<CrmConnection>> DraftAsync(CrmConnectionForm form, CancellationToken cancellationToken)
    {
        var connection = form.Id == 0
            ? new CrmConnection { Name = "", Kind = "" }
            : await db.CrmConnections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == form.Id, cancellationToken);
        if (connection is null) return Problem.Gone("crm.gone");
        var problems = Apply(connection, form);
        return problems.Count > 0 ? Result<CrmConnection>.No(problems) : connection;
    }

    /// <summary>Sets how hard the CRM may be worked; acts from the next call on.</summary>
    public async Task<Result> SaveLoadAsync(int id, CrmLoadForm form, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        if (form.CallsPerSecond is < 1 or > 1000) problems.Add(Problem.Invalid("crm.calls").At("CallsPerSecond"));
        if (form.ParallelCalls is < 1 or > 16) problems.Add(Problem.Invalid("crm.parallel").At("ParallelCalls"));
        if (form.SyncMinutes is < 1 or > 1440) problems.Add(Problem.Invalid("crm.minutes").At("SyncMinutes"));
        if (problems.Count > 0) return Result.From(problems);
        var changed = await db.CrmConnections.Where(c => c.Id == id).ExecuteUpdateAsync(
            s => s.SetProperty(c => c.CallsPerSecond, form.CallsPerSecond).SetProperty(c => c.ParallelCalls, form.ParallelCalls)
                .SetProperty(c => c.SyncMinutes, form.SyncMinutes).SetProperty(c => c.EveryEvent, form.EveryEvent),
            cancellationToken);
        return changed > 0 ? Result.Ok : Gone;
    }

    public async Task<Result> DeleteAsync(int id, CancellationToken cancellationToken)
    {
        var groups = await db.TargetGroups.CountAsync(g => g.CrmConnectionId == id, cancellationToken);
        if (groups > 0) return Problem.Conflict(groups == 1 ? "crm.used.one" : "crm.used.many", groups);
        var waiting = await db.WriteBackEntries.CountAsync(
            e => e.CrmConnectionId == id && e.Status == WriteBackStatus.Pending, cancellationToken);
        if (waiting > 0) return Problem.Conflict(waiting == 1 ? "crm.write-back.one" : "crm.write-back.many", waiting);
        return await db.CrmConnections.Where(c => c.Id == id).ExecuteDeleteAsync(cancellationToken) > 0 ? Result.Ok : Gone;
    }

    private List<Problem> Apply(CrmConnection connection, CrmConnectionForm form)
    {
        var (problems, name) = (new List<Problem>(), Text.OneLine(form.Name));
        if (name.Length is 0 or > 100) problems.Add(Problem.Invalid("crm.name").At("Name"));
        var kind = settings.Kind(form.Kind);
        if (kind is null) problems.Add(Problem.Invalid("crm.kind", string.Join(", ", settings.Kinds.Select(k => k.Name))).At("Kind"));
        else if (connection.Id != 0 && connection.Kind != kind.Name) problems.Add(Problem.Invalid("crm.kind-kept").At("Kind"));

        var typed = form.Options ?? settings.FromFields(form.Kind, form.Settings);
        var leaves = connection.Id == 0
            ? null
            : SecretDestinations.Leaves(connection, form.Url?.Trim() ?? "", form.UserName?.Trim() ?? "", typed);
        if (kind is not null && (connection.Id == 0 || connection.Kind == kind.Name))
            problems.AddRange(SignIn(connection, form, kind, leaves));
        var (options, wrong) = settings.Close(form.Kind, typed, connection.Options, leaves);
        problems.AddRange(wrong);
        (connection.Name, connection.Kind, connection.Url, connection.UserName, connection.Options) = (name, form.Kind ?? "",
            form.Url?.Trim() ?? "", form.UserName?.Trim() ?? "", options);
        if (!string.IsNullOrEmpty(form.Secret)) connection.ProtectedSecret = secrets.Protect(form.Secret);
        if (connection.ProtectedSecret?.Length > 2000) problems.Add(Problem.Invalid("crm.secret").At("Secret"));
        return problems;
    }

    private static IEnumerable<Problem> SignIn(CrmConnection connection, CrmConnectionForm form, CrmKind kind, string? leaves)
    {
        var (url, user) = (form.Url?.Trim() ?? "", form.UserName?.Trim() ?? "");
        var isAddress = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        if (kind.Address is { } field && (field.Required || url.Length > 0) && (!isAddress || url.Length > 500))
        {
            yield return Problem.Invalid("crm.url", field.Placeholder.Length > 0 ? field.Placeholder : "https://crm.example.com").At("Url");
        }

        if (kind.UserName is { Required: true } name && user.Length == 0)
            yield return Problem.Invalid("crm.user-missing", name.Label).At("UserName");
        if (user.Length > 200) yield return Problem.Invalid("crm.user", kind.UserName?.Label ?? Words.Of("The user name")).At("UserName");
        if (!string.IsNullOrEmpty(form.Secret) || kind.Secret is not { } secret) yield break;
        if (connection.ProtectedSecret is null)
        {
            if (secret.Required) yield return Problem.Invalid("crm.secret-missing", secret.Label).At("Secret");
        }
        else if (leaves is not null)
        {
            yield return Problem.Invalid("crm.secret-again", leaves, secret.Label.ToLowerInvariant()).At("Secret");
        }
    }

    private static Problem Taken { get; } = Problem.Conflict("crm.name-taken").At("Name");

    private static Problem Gone => Problem.Gone("crm.gone");
}
