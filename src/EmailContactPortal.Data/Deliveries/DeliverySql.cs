using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Data.Deliveries;

/// <summary>Statements about deliveries and what happened to them.</summary>
internal static class DeliverySql
{
    /// <summary>The open attempts of a batch become uncertain deliveries. Values: batch, words, the state they are in.</summary>
    internal static readonly SqlText Abandon = new(
        $$"""
        UPDATE "Deliveries" SET "Status" = {{(int)DeliveryStatus.Uncertain}}, "Attempts" = "Attempts" + 1, "AttemptedAt" = a."AttemptedAt",
          "FirstAttemptAt" = COALESCE("FirstAttemptAt", a."AttemptedAt"), "MessageId" = a."MessageId", "MailServerId" = a."MailServerId",
          "NextAttemptAt" = NULL, "SmtpStage" = 'EndOfData', "SmtpReply" = {1}
        FROM (SELECT "DeliveryId", "AttemptedAt", "MessageId", "MailServerId" FROM "OpenAttempts" WHERE "BatchId" = {0} AND "DeliveryId" IS NOT NULL) AS a
        WHERE "Deliveries"."Id" = a."DeliveryId" AND "Deliveries"."Status" = {2}
        """);

    /// <summary>Values: campaign, delivery, kind, time, user agent, whether a machine did it.</summary>
    internal static readonly SqlText AddEvent = new(
        """
        INSERT INTO "TrackingEvents" ("CampaignId", "DeliveryId", "Kind", "At", "UserAgent", "IsMachine") VALUES ({0}, {1}, {2}, {3}, {4}, {5})
        """);
}
