using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>The SQL of recording opens and clicks.</summary>
internal static class HitSql
{
    /// <summary>
    /// Only from where it stood: a commit whose answer was lost must not be counted again. Values: journal, hits, how many were folded
    /// before.
    /// </summary>
    internal static readonly SqlText MoveMark = new(
        """UPDATE "HitMarks" SET "Folded" = "Folded" + {1} WHERE "Journal" = {0} AND "Folded" = {2}""");

    /// <summary>Values: journal, hits.</summary>
    internal static readonly SqlText AddMark = new("""INSERT INTO "HitMarks" ("Journal", "Folded") VALUES ({0}, {1})""");

    /// <summary>Locks the row as one that will be changed: two that had read it could not both go on.</summary>
    internal static readonly SqlText ReadDelivery = new(Delivery(""), Delivery("WITH (UPDLOCK, ROWLOCK)"));

    /// <summary>Values: delivery, opens, time of the first, of the last.</summary>
    internal static readonly SqlText FirstOpen = new(
        """UPDATE "Deliveries" SET "Opens" = "Opens" + {1}, "FirstOpenAt" = {2}, "LastOpenAt" = {3} WHERE "Id" = {0}""");

    /// <summary>
    /// Leaves the indexed first time alone, so that the many later opens touch no index. Values: delivery, opens, time of the last.
    /// </summary>
    internal static readonly SqlText LaterOpen = new(
        """UPDATE "Deliveries" SET "Opens" = "Opens" + {1}, "LastOpenAt" = {2} WHERE "Id" = {0}""");

    /// <summary>Values: delivery, clicks, time of the first.</summary>
    internal static readonly SqlText FirstClick = new(
        """UPDATE "Deliveries" SET "Clicks" = "Clicks" + {1}, "FirstClickAt" = {2} WHERE "Id" = {0}""");

    /// <summary>Values: delivery, clicks.</summary>
    internal static readonly SqlText LaterClick = new("""UPDATE "Deliveries" SET "Clicks" = "Clicks" + {1} WHERE "Id" = {0}""");

    /// <summary>Somebody saw the message, so it did arrive. Values: delivery.</summary>
    internal static readonly SqlText SettleUncertain = new(
        $$"""
        UPDATE "Deliveries" SET "Status" = {{(int)DeliveryStatus.Sent}}, "SentAt" = COALESCE("SentAt", "AttemptedAt")
        WHERE "Id" = {0} AND "Status" = {{(int)DeliveryStatus.Uncertain}}
        """);

    /// <summary>Values: delivery, link.</summary>
    internal static readonly SqlText HasClicked = new(
        $$"""
        SELECT 1 WHERE EXISTS (SELECT 1 FROM "TrackingEvents"
          WHERE "LinkId" = {1} AND "DeliveryId" = {0} AND "Kind" = {{(int)TrackingKind.Click}} AND "IsMachine" = 0)
        """);

    /// <summary>Values: link, clicks, people, clicks of machines.</summary>
    internal static readonly SqlText CountLink = new(
        """
        UPDATE "CampaignLinks" SET "Clicks" = "Clicks" + {1}, "UniqueClicks" = "UniqueClicks" + {2}, "MachineClicks" = "MachineClicks" + {3}
        WHERE "Id" = {0}
        """);

    /// <summary>Values: campaign, opens, openers, clicks, clickers, opens and clicks of machines, deliveries that were settled.</summary>
    internal static readonly SqlText CountCampaign = new(
        """
        UPDATE "CampaignTotals" SET "Opens" = "Opens" + {1}, "UniqueOpens" = "UniqueOpens" + {2}, "Clicks" = "Clicks" + {3},
          "UniqueClicks" = "UniqueClicks" + {4}, "MachineOpens" = "MachineOpens" + {5}, "MachineClicks" = "MachineClicks" + {6},
          "Sent" = "Sent" + {7}, "Uncertain" = "Uncertain" - {7}
        WHERE "CampaignId" = {0}
        """);

    /// <summary>Values: campaign, hour, opens, openers, clicks, clickers.</summary>
    internal static readonly SqlText CountHour = new(
        """
        UPDATE "EngagementHours" SET "Opens" = "Opens" + {2}, "UniqueOpens" = "UniqueOpens" + {3}, "Clicks" = "Clicks" + {4},
          "UniqueClicks" = "UniqueClicks" + {5}
        WHERE "CampaignId" = {0} AND "Hour" = {1}
        """);

    /// <summary>Values: campaign, hour, opens, openers, clicks, clickers.</summary>
    internal static readonly SqlText AddHour = new(
        """
        INSERT INTO "EngagementHours" ("CampaignId", "Hour", "Opens", "UniqueOpens", "Clicks", "UniqueClicks", "Unsubscribes")
        VALUES ({0}, {1}, {2}, {3}, {4}, {5}, 0)
        """);

    private static string Delivery(string hint) =>
        $$"""SELECT "CampaignId", "Opens", "Clicks", "Status", "CrmContactId" FROM "Deliveries" {{hint}} WHERE "Id" = {0}""";
}
