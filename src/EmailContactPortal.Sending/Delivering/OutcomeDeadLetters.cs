using System.Text.Json;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>
/// Sets an answer aside that cannot be written into its delivery's row. The attempt stays open, so whoever takes the batch next calls the delivery uncertain: it is
/// not sent again by itself, and the dead letter says what the server answered.
/// </summary>
internal sealed class OutcomeDeadLetters(IDbContextFactory<PortalContext> contexts, int campaignId, TimeProvider time, ILogger logger)
{
    /// <summary>Keeps what was to be written; gives the fault that ends the connection which brought it.</summary>
    internal async Task<Exception> SetAsideAsync(CommitRequest request, Exception reason)
    {
        var fault = new InvalidOperationException($"The result of a message could not be written: {reason.GetBaseException().Message}", reason);
        if (request.Finished is not { } outcome)
            return fault;
        logger.LogError(reason, "The result of delivery {Delivery} cannot be written; it is set aside", outcome.Item.Id);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            if (await db.DeadLetters.AnyAsync(l => l.Kind == DeadLetterKind.Outcome && l.DeliveryId == outcome.Item.Id, CancellationToken.None))
                return fault;
            db.DeadLetters.Add(new DeadLetter
            {
                Kind = DeadLetterKind.Outcome,
                At = time.GetUtcNow().UtcDateTime,
                CampaignId = campaignId,
                DeliveryId = outcome.Item.Id,
                Content = JsonSerializer.Serialize(new { Status = outcome.Status.ToString(), outcome.Reply, outcome.Stage, outcome.SentAt, outcome.Attempt?.MessageId, outcome.ServerId }),
                Reason = Text.Bound(reason.GetBaseException().Message, DeadLetter.MaxReason),
            });
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            logger.LogError(e, "The result of delivery {Delivery} could not be set aside either; the delivery becomes uncertain", outcome.Item.Id);
        }

        return fault;
    }
}
