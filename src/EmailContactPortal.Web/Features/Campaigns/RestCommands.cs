using EmailContactPortal.Data;
using EmailContactPortal.Data.Access;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Deliveries;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>What a person decides about those who did not get it, or of whom nobody knows.</summary>
internal sealed class RestCommands(PortalContext db, Nudge nudge, TimeProvider time)
{
    /// <summary>Sends to those whose turn had not come; nobody who may have got it is sent to again.</summary>
    public Task<Result<int>> SendRestAsync(int id, CancellationToken cancellationToken) =>
        ReopenAsync(id, token => db.SendCancelledAsync(id, token), Problem.Conflict("campaign.nothing.answered"), cancellationToken);

    /// <summary>Sends uncertain messages again; the recipient may get them twice, which the page says.</summary>
    public Task<Result<int>> SendAgainAsync(int id, long? deliveryId, CancellationToken cancellationToken) =>
        ReopenAsync(
            id, token => db.SendUncertainAgainAsync(id, deliveryId, token), Problem.Conflict("campaign.nothing"), cancellationToken);

    /// <summary>Counts uncertain messages as sent.</summary>
    public async Task<Result<int>> CountAsSentAsync(int id, long? deliveryId, CancellationToken cancellationToken)
    {
        var settled = await db.CountAsSentAsync(id, deliveryId, time.GetUtcNow().UtcDateTime, cancellationToken);
        if (settled > 0) await db.NoteAsync(OwnedKind.Campaign, id, "Counted uncertain messages as sent", cancellationToken);
        return settled > 0 ? settled : Problem.Conflict("campaign.nothing");
    }

    private async Task<Result<int>> ReopenAsync(
        int id, Func<CancellationToken, Task<int>> open, Problem nothing, CancellationToken cancellationToken)
    {
        var result = await db.InTransactionAsync<Result<int>>(
            async token =>
            {
                if (await db.Campaigns.FirstOrDefaultAsync(c => c.Id == id, token) is not { } campaign) return CampaignCommands.Gone;
                if (campaign.Status is not (CampaignStatus.Sending or CampaignStatus.Paused)
                    && CampaignMoves.Next(campaign.Status, CampaignAction.SendRest) is null)
                {
                    return CampaignCommands.NotLegal(campaign.Status, CampaignAction.SendRest);
                }

                var opened = await open(token);
                if (opened == 0) return nothing;
                if (CampaignMoves.Next(campaign.Status, CampaignAction.SendRest) is { } next)
                {
                    (campaign.Status, campaign.FinishedAt) = (next, null);
                    campaign.Version++;
                    await db.SaveChangesAsync(token);
                }

                return opened;
            },
            cancellationToken);
        if (result.Succeeded) nudge.Now();
        return result;
    }
}
