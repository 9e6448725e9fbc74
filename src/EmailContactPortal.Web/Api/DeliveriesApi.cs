using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Api.Calls;
using EmailContactPortal.Web.Features.Reports;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Api;

/// <summary>Calls about single messages and their recipients.</summary>
internal static class DeliveriesApi
{
    public static void MapDeliveries(this RouteGroupBuilder api)
    {
        var campaign = api.MapGroup("/campaigns/{id:int}").WithTags("Deliveries").About(OwnedKind.Campaign);
        campaign.MapGet("/deliveries", List).Needs(ApiScopes.Read).WithSummary("Every message of a campaign, page by page")
            .Produces<PageAnswer<DeliveryAnswer>>().ProducesProblem(404);
        campaign.MapGet("/recipients/{email}", Story).Needs(ApiScopes.Read).WithSummary("One person's story in this campaign, in order")
            .Produces<RecipientStory>().ProducesProblem(404);
    }

    private static async Task<IResult> List(
        int id, PortalContext db, string? status, long? after, int? size, CancellationToken cancellationToken)
    {
        if (!await db.Campaigns.AnyAsync(c => c.Id == id, cancellationToken)) return ApiProblems.Of(Ownership.NotThere(OwnedKind.Campaign));
        var wanted = DeliveryStatus.Pending;
        if (status is not null && (!Enum.TryParse(status, ignoreCase: true, out wanted) || !Enum.IsDefined(wanted)))
        {
            return ApiProblems.Of(Problem.Invalid("delivery.status", status, string.Join(", ", Enum.GetNames<DeliveryStatus>())));
        }

        var take = PageSizes.Of(size);
        var from = after ?? 0;
        var rows = db.Deliveries.AsNoTracking().Where(d => d.CampaignId == id && d.Id > from);
        if (status is not null) rows = rows.Where(d => d.Status == wanted);
        var items = await rows.OrderBy(d => d.Id).Take(take + 1).Select(d => new DeliveryAnswer(
            d.Id, d.Email, d.Status.ToString(), d.Attempts, d.MessageId, d.SmtpReply, d.SentAt,
            d.Exclusion == ExclusionRule.None ? null : d.Exclusion.ToString(), d.Opens, d.Clicks)).ToListAsync(cancellationToken);
        return Results.Ok(new PageAnswer<DeliveryAnswer>(
            [.. items.Take(take)], items.Count > take ? PageSizes.Next(items[take - 1].Id) : null));
    }

    private static async Task<IResult> Story(int id, string email, PersonStories stories, CancellationToken cancellationToken) =>
        await stories.InCampaignAsync(id, email, cancellationToken) is { } story
            ? Results.Ok(story)
            : ApiProblems.Of(Problem.NotFound("delivery.not-found", email));
}
