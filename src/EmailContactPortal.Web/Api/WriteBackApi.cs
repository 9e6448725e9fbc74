using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Api.Calls;

namespace EmailContactPortal.Web.Api;

/// <summary>Calls about facts on their way to the CRM.</summary>
internal static class WriteBackApi
{
    public static void MapWriteBack(this RouteGroupBuilder api)
    {
        var writeBack = api.MapGroup("/write-back").WithTags("CRM").AboutIf(OwnedKind.Campaign, "campaignId");
        writeBack.MapGet("", Totals).Needs(ApiScopes.Read).WithSummary("How far write-back is, of one campaign or of all")
            .Produces<WriteBackAnswer>();
        writeBack.MapPost("/replay", Replay).Needs(ApiScopes.Write).WithSummary("Tries again what the CRM refused")
            .Produces<WriteBackAnswer>(202);
    }

    private static async Task<IResult> Totals(PortalContext db, int? campaignId, CancellationToken cancellationToken) =>
        Results.Ok(await AnswerAsync(db, campaignId, cancellationToken));

    private static async Task<IResult> Replay(
        CrmWriteBack writeBack, Nudge nudge, PortalContext db, int? campaignId, CancellationToken cancellationToken)
    {
        await writeBack.ReplayAsync(campaignId, cancellationToken);
        nudge.Now();
        return Results.Accepted(value: await AnswerAsync(db, campaignId, cancellationToken));
    }

    private static async Task<WriteBackAnswer> AnswerAsync(PortalContext db, int? campaignId, CancellationToken cancellationToken)
    {
        var totals = await WriteBackReader.TotalsAsync(db, campaignId, cancellationToken);
        return new WriteBackAnswer(totals.Pending, totals.Written, totals.Failed, totals.OldestPendingAt);
    }
}
