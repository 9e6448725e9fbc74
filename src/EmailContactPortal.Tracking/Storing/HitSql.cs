using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>The SQL of recording opens and clicks.</summary>
internal static class HitSql
{
    /// <summary>Only from where it stood: a commit whose answer was lost must not be counted again.</summary>
    internal static readonly SqlText MoveMark = new("""UPDATE "HitMarks" SET "Folded" = "Folded" + @count WHERE "Journal" = @journal AND "Folded" = @before""");

    internal static readonly SqlText AddMark = new("""INSERT INTO "HitMarks" ("Journal", "Folded") VALUES (@journal, @count)""");

    /// <summary>Locks the row as one that will be changed: two that had read it could not both go on.</summary>
    internal static readonly SqlText ReadDelivery = new(Delivery(""), Delivery("WITH (UPDLOCK, ROWLOCK)"));

    internal static readonly SqlText FirstOpen = new("""UPDATE "Deliveries" SET "Opens" = "Opens" + @count, "FirstOpenAt" = @first, "LastOpenAt" = @last WHERE "Id" = @id""");

    /// <summary>Leaves the indexed first time alone, so that the many later opens touch no index.</summary>
    internal static readonly SqlText LaterOpen = new("""UPDATE "Deliveries" SET "Opens" = "Opens" + @count, "LastOpenAt" = @last WHERE "Id" = @id""");

    internal static readonly SqlText FirstClick = new("""UPDATE "Deliveries" SET "Clicks" = "Clicks" + @count, "FirstClickAt" = @first WHERE "Id" = @id""");

    internal static readonly SqlText LaterClick = new("""UPDATE "Deliveries" SET "Clicks" = "Clicks" + @count WHERE "Id" = @id""");

    /// <summary>Somebody saw the message, so it did arrive.</summary>
    internal static readonly SqlText SettleUncertain = new(
        $"""
        UPDATE "Deliveries" SET "Status" = {(int)DeliveryStatus.Sent}, "SentAt" = COALESCE("SentAt", "AttemptedAt") WHERE "Id" = @id AND "Status" = {(int)DeliveryStatus.Uncertain}
        """);

    internal static readonly SqlText AddEvent = new(
        """
        INSERT INTO "TrackingEvents" ("CampaignId", "DeliveryId", "Kind", "LinkId", "At", "UserAgent", "IsMachine") VALUES (@campaign, @id, @kind, @link, @at, @agent, @machine)
        """);

    internal static readonly SqlText HasClicked = new(
        $"""
        SELECT CASE WHEN EXISTS (SELECT 1 FROM "TrackingEvents" WHERE "LinkId" = @link AND "DeliveryId" = @id AND "Kind" = {(int)TrackingKind.Click} AND "IsMachine" = 0) THEN 1 ELSE 0 END
        """);

    internal static readonly SqlText CountLink = new(
        """
        UPDATE "CampaignLinks" SET "Clicks" = "Clicks" + @clicks, "UniqueClicks" = "UniqueClicks" + @people, "MachineClicks" = "MachineClicks" + @machines WHERE "Id" = @link
        """);

    internal static readonly SqlText CountCampaign = new(
        """
        UPDATE "CampaignTotals" SET "Opens" = "Opens" + @opens, "UniqueOpens" = "UniqueOpens" + @openers, "Clicks" = "Clicks" + @clicks, "UniqueClicks" = "UniqueClicks" + @clickers,
          "MachineOpens" = "MachineOpens" + @machineOpens, "MachineClicks" = "MachineClicks" + @machineClicks, "Sent" = "Sent" + @settled, "Uncertain" = "Uncertain" - @settled
        WHERE "CampaignId" = @campaign
        """);

    internal static readonly SqlText CountHour = new(
        """
        UPDATE "EngagementHours" SET "Opens" = "Opens" + @opens, "UniqueOpens" = "UniqueOpens" + @openers, "Clicks" = "Clicks" + @clicks, "UniqueClicks" = "UniqueClicks" + @clickers
        WHERE "CampaignId" = @campaign AND "Hour" = @hour
        """);

    internal static readonly SqlText AddHour = new(
        """
        INSERT INTO "EngagementHours" ("CampaignId", "Hour", "Opens", "UniqueOpens", "Clicks", "UniqueClicks", "Unsubscribes") VALUES (@campaign, @hour, @opens, @openers, @clicks, @clickers, 0)
        """);

    private static string Delivery(string hint) => $"""SELECT "CampaignId", "Opens", "Clicks", "Status", "CrmContactId" FROM "Deliveries" {hint} WHERE "Id" = @id""";
}
