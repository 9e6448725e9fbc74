using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Sending.Committing;

/// <summary>
/// Keeps an answer that cannot be written into its delivery's row. The attempt stays open, so whoever takes the batch next calls the
/// delivery uncertain: it is
/// not sent again by itself, and the dead letter says what the server answered.
/// </summary>
internal sealed class OutcomeDeadLetters(int campaignId, TimeProvider time, ILogger logger)
{
    /// <summary>Keeps what was to be written, once for each delivery.</summary>
    internal async Task AddAsync(PortalContext db, CommitRequest request, Exception reason)
    {
        if (request.Finished is not { } outcome)
            return;
        try
        {
            var same = db.DeadLetters.Where(l => l.Kind == DeadLetterKind.Outcome && l.DeliveryId == outcome.Item.Id);
            if (await same.AnyAsync(CancellationToken.None))
                return;
            var (status, messageId) = (outcome.Status.ToString(), outcome.Attempt?.MessageId);
            var content = new { Status = status, outcome.Reply, outcome.Stage, outcome.SentAt, MessageId = messageId, outcome.ServerId };
            db.DeadLetters.Add(
                DeadLetter.Of(DeadLetterKind.Outcome, content, reason, time.GetUtcNow().UtcDateTime, outcome.Item.Id, campaignId));
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (Exception e) when (!DatabaseErrors.IsPassing(e))
        {
            logger.LogError(
                e, "The result of delivery {Delivery} could not be set aside either; the delivery becomes uncertain", outcome.Item.Id);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
