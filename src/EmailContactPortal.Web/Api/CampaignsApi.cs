using System.Security.Claims;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Api.Calls;
using EmailContactPortal.Web.Features.Campaigns;
using EmailContactPortal.Web.Shell;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Api;

/// <summary>Calls about campaigns: the same commands as the screens.</summary>
internal static class CampaignsApi
{
    public static void MapCampaigns(this RouteGroupBuilder api)
    {
        var campaigns = api.MapGroup("/campaigns").WithTags("Campaigns").About(OwnedKind.Campaign);
        campaigns.MapGet("", List).Needs(ApiScopes.Read).WithSummary("Campaigns by id, page by page").Produces<PageAnswer<CampaignLine>>();
        campaigns.MapPost("", Create).Needs(ApiScopes.Write).WithSummary("Makes a draft").Produces<CampaignLine>(201).ProducesProblem(400)
            .ProducesProblem(409);
        campaigns.MapGet("/{id:int}", Find).Needs(ApiScopes.Read).WithSummary("A campaign with its live counters")
            .Produces<CampaignAnswer>().ProducesProblem(404);
        campaigns.MapPatch("/{id:int}", Change).Needs(ApiScopes.Write).WithSummary("Changes what is given; the rest stays")
            .Accepts<CampaignPatchBody>("application/json").Produces<CampaignAnswer>().ProducesProblem(400).ProducesProblem(409);
        campaigns.MapPost("/{id:int}/send", Send).Needs(ApiScopes.Send).WithSummary("Sends now, or at scheduledAt").Produces<StatusAnswer>()
            .ProducesProblem(409);
        campaigns.MapPost(
            "/{id:int}/pause",
            (int id, CampaignCommands c, PortalContext db, CancellationToken t) => MoveAsync(id, c.PauseAsync(id, t), db, t))
                .Needs(ApiScopes.Send).WithSummary("Stops after the messages in flight").Produces<StatusAnswer>().ProducesProblem(409);
        campaigns.MapPost(
            "/{id:int}/resume",
            (int id, CampaignCommands c, PortalContext db, CancellationToken t) => MoveAsync(id, c.ResumeAsync(id, t), db, t))
                .Needs(ApiScopes.Send).WithSummary("Goes on").Produces<StatusAnswer>().ProducesProblem(409);
        campaigns.MapPost(
            "/{id:int}/cancel",
            (int id, CampaignCommands c, PortalContext db, CancellationToken t) => MoveAsync(id, c.CancelAsync(id, t), db, t))
                .Needs(ApiScopes.Send).WithSummary("Ends it; who has not got it yet gets nothing").Produces<StatusAnswer>()
                    .ProducesProblem(409);
    }

    private static async Task<IResult> List(PortalContext db, int? after, int? size, CancellationToken cancellationToken)
    {
        var take = PageSizes.Of(size);
        var from = after ?? 0;
        var lines = await db.Campaigns.AsNoTracking().Where(c => c.Id > from).OrderBy(c => c.Id).Take(take + 1)
            .Select(c => new CampaignLine(c.Id, c.Name, c.Status)).ToListAsync(cancellationToken);
        return Results.Ok(new PageAnswer<CampaignLine>(
            [.. lines.Take(take)], lines.Count > take ? PageSizes.Next(lines[take - 1].Id) : null));
    }

    private static async Task<IResult> Create(
        NameBody body, ClaimsPrincipal user, CampaignCommands commands, CancellationToken cancellationToken)
    {
        var made = await commands.CreateAsync(body.Name, user.Id(), cancellationToken);
        return made.Succeeded
            ? Results.Created(
                $"/api/v1/campaigns/{made.Value}", new CampaignLine(made.Value, Text.OneLine(body.Name), CampaignStatus.Draft))
            : ApiProblems.Of(made);
    }

    private static async Task<IResult> Change(
        int id, HttpRequest request, CampaignCommands commands, PortalContext db, CancellationToken cancellationToken)
    {
        var change = await CampaignPatch.ReadAsync(request, cancellationToken);
        if (!change.Succeeded) return ApiProblems.Of(change);
        var changed = await commands.ChangeAsync(id, change.Value, version: null, cancellationToken);
        return changed.Succeeded ? await Find(id, db, cancellationToken) : ApiProblems.Of(changed);
    }

    private static Task<IResult> Send(
        int id, ClaimsPrincipal user, CampaignCommands commands, PortalContext db, CancellationToken cancellationToken) =>
        MoveAsync(id, commands.ConfirmAsync(id, user.Id(), reviewed: null, cancellationToken), db, cancellationToken);

    private static async Task<IResult> MoveAsync(int id, Task<Result> move, PortalContext db, CancellationToken cancellationToken)
    {
        var moved = await move;
        if (!moved.Succeeded) return ApiProblems.Of(moved);
        return Results.Ok(new StatusAnswer(await db.Campaigns.Where(c => c.Id == id).Select(c => c.Status).SingleAsync(cancellationToken)));
    }

    private static async Task<IResult> Find(int id, PortalContext db, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (campaign is null) return ApiProblems.Of(Ownership.NotThere(OwnedKind.Campaign));
        var t = await db.CampaignTotals.AsNoTracking().SingleOrDefaultAsync(x => x.CampaignId == id, cancellationToken)
            ?? new CampaignTotals();
        return Results.Ok(new CampaignAnswer(
            campaign.Id, campaign.Name, campaign.Status, campaign.TargetGroupId, campaign.EmailId, campaign.Subject, campaign.SenderName,
            campaign.Tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), campaign.UseGoogleAnalytics,
            campaign.ScheduledAt, campaign.LaunchedAt, campaign.FinishedAt, campaign.Problem,
            new TotalsAnswer(t.Recipients, t.Pending, t.Sent, t.Deferred, t.Bounced, t.Rejected, t.Uncertain, t.Excluded),
            new EngagementAnswer(
                t.Opens, t.UniqueOpens, t.Clicks, t.UniqueClicks, t.Unsubscribes, t.MachineOpens, t.MachineClicks, t.Complaints)));
    }
}
