using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Connecting;
using EmailContactPortal.Web.Jobs;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Home;

/// <summary>Finds what needs somebody's eyes: the worst first.</summary>
internal sealed class AttentionQueries(JobTroubles jobs, TimeProvider time)
{
    private const int Most = 5;

    // Home must not become slow because a queue is long.
    private const int MostCounted = 10_000;
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<Attention>> ReadAsync(PortalContext db, bool isAdmin, CancellationToken cancellationToken)
    {
        var found = new List<Attention>();
        await CampaignsAsync(db, found, cancellationToken);
        await GroupsAsync(db, found, cancellationToken);
        await ServersAsync(db, found, isAdmin, cancellationToken);
        await CrmsAsync(db, found, isAdmin, cancellationToken);
        await WriteBackAsync(db, found, isAdmin, cancellationToken);
        await JobsAsync(db, found, isAdmin, cancellationToken);
        return [.. found.OrderBy(a => a.Tone == "bad" ? 0 : 1)];
    }

    private static async Task CampaignsAsync(PortalContext db, List<Attention> found, CancellationToken cancellationToken)
    {
        var stopped = await db.Campaigns.AsNoTracking()
            .Where(c => c.Status == CampaignStatus.Failed || (c.Status == CampaignStatus.Paused && c.Problem != null))
            .OrderByDescending(c => c.Id).Take(Most).Select(c => new { c.Id, c.Name, c.Status, c.Problem }).ToListAsync(cancellationToken);
        found.AddRange(stopped.Select(c => new Attention(
            c.Status == CampaignStatus.Failed ? "bad" : "warn",
            c.Status == CampaignStatus.Failed
                ? Words.Of("Sending “{0}” stopped", c.Name)
                : Words.Of("“{0}” is paused by the portal", c.Name),
            c.Problem ?? Words.Of("The reason is on its page."),
            Words.Of("Open"),
            Path("/campaigns/", c.Id))));

        var uncertain = await (from t in db.CampaignTotals.AsNoTracking()
                               where t.Uncertain > 0
                               join c in db.Campaigns on t.CampaignId equals c.Id
                               orderby c.Id descending
                               select new { c.Id, c.Name, t.Uncertain }).Take(Most).ToListAsync(cancellationToken);
        found.AddRange(uncertain.Select(c => new Attention(
            "warn",
            Words.Of(
                "{0} {1} of “{2}” may or may not have arrived", Number(c.Uncertain), (c.Uncertain == 1 ? "message" : "messages"), c.Name),
            Words.Of("They are never sent again by themselves. Decide what they count as."),
            Words.Of("Decide"),
            Path("/campaigns/", c.Id) + "#uncertain")));
    }

    private async Task GroupsAsync(PortalContext db, List<Attention> found, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow().UtcDateTime - Recent;
        var failed = await db.TargetGroups.AsNoTracking()
            .Where(g => g.SyncStatus == SyncStatus.Failed || (g.Status == TargetGroupStatus.Failed && g.UpdatedAt > since))
            .OrderByDescending(g => g.UpdatedAt).Take(Most).Select(g => new { g.Id, g.Name, g.SyncStatus, g.SyncProblem })
                .ToListAsync(cancellationToken);
        var noted = await db.TargetGroups.AsNoTracking()
            .Where(g => g.SyncStatus == SyncStatus.UpToDate && g.SyncMode == SyncMode.Dynamic && g.SyncProblem != null)
            .OrderByDescending(g => g.UpdatedAt).Take(Most).Select(g => new { g.Id, g.Name, g.SyncProblem }).ToListAsync(cancellationToken);
        found.AddRange(noted.Select(g => new Attention(
            "warn", Words.Of("The CRM campaign of “{0}” has changed", g.Name), g.SyncProblem!, Words.Of("Open"),
            Path("/target-groups/", g.Id))));
        found.AddRange(failed.Select(g => g.SyncStatus == SyncStatus.Failed
            ? new Attention(
                "bad", Words.Of("Synchronising “{0}” failed", g.Name),
                g.SyncProblem ?? Words.Of("The members are as of the last time that worked."), Words.Of("Open"),
                Path("/target-groups/", g.Id))
            : new Attention(
                "bad", Words.Of("The import of “{0}” failed", g.Name), Words.Of("Nobody came in. The reason is on its page."),
                Words.Of("Open"), Path("/target-groups/", g.Id))));
    }

    private static async Task ServersAsync(PortalContext db, List<Attention> found, bool isAdmin, CancellationToken cancellationToken)
    {
        var servers = await db.MailServers.AsNoTracking().Where(s => s.IsEnabled).Select(s => new { s.Id, s.Name, s.Trouble, s.Check })
            .ToListAsync(cancellationToken);
        if (servers.Count == 0)
        {
            found.Add(new Attention(
                "bad", Words.Of("There is no mail server"), Words.Of("Nothing can be sent until one is there."),
                isAdmin ? Words.Of("Add one") : "", isAdmin ? "/settings/mail-servers" : ""));
        }

        foreach (var server in servers)
        {
            var path = isAdmin ? Path("/settings/mail-servers/", server.Id) : "";
            if (server.Trouble is { } trouble)
                found.Add(new Attention(
                    "warn", Words.Of("Mail server {0} is in trouble", server.Name), trouble, isAdmin ? Words.Of("Check it") : "", path));
            else if (CheckStep.FailureOf(server.Check) is { } failed)
                found.Add(new Attention(
                    "bad", Words.Of("Mail server {0} failed its last check", server.Name), failed, isAdmin ? Words.Of("Check it") : "",
                    path));
        }
    }

    private static async Task CrmsAsync(PortalContext db, List<Attention> found, bool isAdmin, CancellationToken cancellationToken)
    {
        var connections = await db.CrmConnections.AsNoTracking()
            .Where(c => c.WriteBackProblem != null || (c.CheckedAt != null && !c.CheckSucceeded))
            .OrderBy(c => c.Id).Take(Most).Select(c => new { c.Id, c.Name, c.WriteBackProblem }).ToListAsync(cancellationToken);
        found.AddRange(connections.Select(c => new Attention(
            "bad",
            c.WriteBackProblem is null ? Words.Of("{0} failed its last check", c.Name) : Words.Of("{0} takes nothing", c.Name),
            c.WriteBackProblem is { } problem
                ? Words.Of("{0} What is to be written back waits; nothing is lost.", problem)
                : Words.Of("Imports, synchronisation and write-back may not work."),
            isAdmin ? Words.Of("Open") : "",
            isAdmin ? Path("/settings/crm-connections/", c.Id) : "")));
    }

    private async Task JobsAsync(PortalContext db, List<Attention> found, bool isAdmin, CancellationToken cancellationToken)
    {
        var trouble = await jobs.LatestAsync(db, cancellationToken);
        var (action, path) = isAdmin ? (Words.Of("Open Jobs"), "/settings/jobs") : ("", "");
        if (trouble.Pause is { } pause)
            found.Add(new Attention(
                "bad", Words.Of("All jobs are paused by {0}", pause.By),
                Words.Of("Nothing is launched, sent, imported or written back until an administrator resumes them."), action, path));
        found.AddRange(trouble.Failing.Take(Most)
            .Select(j => new Attention(
                "bad", Words.Of("“{0}” fails", j.Name), Words.Of("{0} It is tried again by itself.", j.Why), action, path)));
        if (!isAdmin) return;
        found.AddRange(trouble.Loops.Select(l => new Attention(
            "bad", Words.Of("{0} fails", l.Name), Words.Of("{0} It is tried again by itself.", l.Reason), action, path)));
        if (trouble.SetAside > 0)
            found.Add(new Attention(
                "warn", Words.Of(
                    "{0} {1} could not be written and {2} set aside", Number(trouble.SetAside),
                    (trouble.SetAside == 1 ? "thing" : "things"), (trouble.SetAside == 1 ? "was" : "were")),
                    Words.Of("Nothing waits behind it."), Words.Of("Look"), "/settings/jobs/set-aside"));
    }

    private async Task WriteBackAsync(PortalContext db, List<Attention> found, bool isAdmin, CancellationToken cancellationToken)
    {
        var failed = await db.WriteBackEntries.AsNoTracking().Where(w => w.Status == WriteBackStatus.Failed).OrderBy(w => w.Id)
            .Take(MostCounted).CountAsync(cancellationToken);
        var late = time.GetUtcNow().UtcDateTime - Behind;
        var behind = await db.WriteBackEntries.AsNoTracking().Where(w => w.Status == WriteBackStatus.Pending && w.At < late)
            .OrderBy(w => w.Id).Take(MostCounted).CountAsync(cancellationToken);
        var path = isAdmin ? "/settings/write-back" : "";
        if (failed > 0)
            found.Add(new Attention(
                "bad", Words.Of("The CRM refused {0} {1}", Number(failed), (failed == 1 ? "fact" : "facts")),
                Words.Of("They wait to be sent again; nothing is lost."), isAdmin ? Words.Of("See them") : "", path));
        if (behind > 0)
            found.Add(new Attention(
                "warn", Words.Of("Write-back to the CRM is behind"),
                Words.Of("{0} openings, clicks or sends wait in order. Nothing is lost; it catches up by itself.", Number(behind)),
                isAdmin ? Words.Of("See the queue") : "", path));
    }

    private static string Number(int number) =>
        number.ToString("N0", CultureInfo.InvariantCulture) + (number == MostCounted ? " or more" : "");

    private static string Path(string root, int id) => root + id.ToString(CultureInfo.InvariantCulture);
}
