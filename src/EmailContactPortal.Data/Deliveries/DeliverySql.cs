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
        FROM (SELECT "DeliveryId", "AttemptedAt", "MessageId", "MailServerId" FROM "OpenAttempts"
          WHERE "BatchId" = {0} AND "DeliveryId" IS NOT NULL) AS a
        WHERE "Deliveries"."Id" = a."DeliveryId" AND "Deliveries"."Status" = {2}
        """);

    /// <summary>Values: campaign, delivery, kind, link, time, user agent, whether a machine did it.</summary>
    internal static readonly SqlText AddEvent = new(
        """
        INSERT INTO "TrackingEvents" ("CampaignId", "DeliveryId", "Kind", "LinkId", "At", "UserAgent", "IsMachine")
        VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6})
        """);

    /// <summary>Values: campaign, and what each state gains or loses.</summary>
    internal static readonly SqlText AddTotals = new(
        """
        UPDATE "CampaignTotals" SET "Pending" = "Pending" + {1}, "Sent" = "Sent" + {2}, "Deferred" = "Deferred" + {3},
          "Bounced" = "Bounced" + {4}, "Rejected" = "Rejected" + {5}, "Uncertain" = "Uncertain" + {6}, "Excluded" = "Excluded" + {7}
        WHERE "CampaignId" = {0}
        """);
}
