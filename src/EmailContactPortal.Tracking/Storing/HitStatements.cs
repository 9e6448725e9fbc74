using System.Data;
using System.Data.Common;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>The SQL of recording; the same words on both databases but for locking a row that is read to be changed.</summary>
internal sealed class HitStatements(DbConnection connection, bool sqlServer) : IDisposable
{
    private static readonly (string, DbType, int) Id = ("@id", DbType.Int64, 0);
    private static readonly (string, DbType, int) Campaign = Int("@campaign");
    private static readonly (string, DbType, int) At = Date("@at");
    private static readonly (string, DbType, int) Agent = ("@agent", DbType.String, TrackingEvent.MaxUserAgent);
    private static readonly (string, DbType, int) Journal = ("@journal", DbType.String, 50);
    private static readonly (string, DbType, int) Machine = ("@machine", DbType.Boolean, 0);

    public Statement MoveMark { get; } = new(connection, "UPDATE HitMarks SET Folded = Folded + @count WHERE Journal = @journal", Journal, Int("@count"));

    public Statement AddMark { get; } = new(connection, "INSERT INTO HitMarks (Journal, Folded) VALUES (@journal, @count)", Journal, Int("@count"));

    public Statement ReadDelivery { get; } = new(
        connection,
        $"SELECT CampaignId, Opens, Clicks, Status, CrmContactId FROM Deliveries{(sqlServer ? " WITH (UPDLOCK)" : "")} WHERE Id = @id",
        Id);

    public Statement FirstOpen { get; } = new(
        connection,
        "UPDATE Deliveries SET Opens = Opens + @count, FirstOpenAt = @first, LastOpenAt = @last WHERE Id = @id",
        Id, Int("@count"), Date("@first"), Date("@last"));

    /// <summary>Leaves the indexed first time alone, so that the many later opens touch no index.</summary>
    public Statement LaterOpen { get; } = new(
        connection,
        "UPDATE Deliveries SET Opens = Opens + @count, LastOpenAt = @last WHERE Id = @id",
        Id, Int("@count"), Date("@last"));

    public Statement FirstClick { get; } = new(
        connection,
        "UPDATE Deliveries SET Clicks = Clicks + @count, FirstClickAt = @first WHERE Id = @id",
        Id, Int("@count"), Date("@first"));

    public Statement LaterClick { get; } = new(
        connection, "UPDATE Deliveries SET Clicks = Clicks + @count WHERE Id = @id", Id, Int("@count"));

    /// <summary>Somebody saw the message, so it did arrive: 7 is Uncertain, 3 is Sent.</summary>
    public Statement SettleUncertain { get; } = new(
        connection,
        "UPDATE Deliveries SET Status = 3, SentAt = COALESCE(SentAt, AttemptedAt) WHERE Id = @id AND Status = 7",
        Id);

    public Statement AddEvent { get; } = new(
        connection,
        "INSERT INTO TrackingEvents (CampaignId, DeliveryId, Kind, LinkId, At, UserAgent, IsMachine) VALUES (@campaign, @id, @kind, @link, @at, @agent, @machine)",
        Campaign, Id, Int("@kind"), Int("@link"), At, Agent, Machine);

    public Statement HasClicked { get; } = new(
        connection,
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM TrackingEvents WHERE LinkId = @link AND DeliveryId = @id AND Kind = 2 AND IsMachine = 0) THEN 1 ELSE 0 END",
        Id, Int("@link"));

    public Statement CountLink { get; } = new(
        connection,
        "UPDATE CampaignLinks SET Clicks = Clicks + @clicks, UniqueClicks = UniqueClicks + @people, MachineClicks = MachineClicks + @machines WHERE Id = @link",
        Int("@link"), Int("@clicks"), Int("@people"), Int("@machines"));

    public Statement CountCampaign { get; } = new(
        connection,
        "UPDATE CampaignTotals SET Opens = Opens + @opens, UniqueOpens = UniqueOpens + @openers, Clicks = Clicks + @clicks, UniqueClicks = UniqueClicks + @clickers, "
        + "MachineOpens = MachineOpens + @machineOpens, MachineClicks = MachineClicks + @machineClicks, Sent = Sent + @settled, Uncertain = Uncertain - @settled WHERE CampaignId = @campaign",
        Campaign, Int("@opens"), Int("@openers"), Int("@clicks"), Int("@clickers"), Int("@machineOpens"), Int("@machineClicks"), Int("@settled"));

    public Statement CountHour { get; } = new(
        connection,
        "UPDATE EngagementHours SET Opens = Opens + @opens, UniqueOpens = UniqueOpens + @openers, Clicks = Clicks + @clicks, UniqueClicks = UniqueClicks + @clickers "
        + "WHERE CampaignId = @campaign AND Hour = @hour",
        HourParameters);

    public Statement AddHour { get; } = new(
        connection,
        "INSERT INTO EngagementHours (CampaignId, Hour, Opens, UniqueOpens, Clicks, UniqueClicks, Unsubscribes) VALUES (@campaign, @hour, @opens, @openers, @clicks, @clickers, 0)",
        HourParameters);

    private static (string, DbType, int)[] HourParameters =>
        [Campaign, Date("@hour"), Int("@opens"), Int("@openers"), Int("@clicks"), Int("@clickers")];

    private static (string, DbType, int) Int(string name) => (name, DbType.Int32, 0);

    private static (string, DbType, int) Date(string name) => (name, DbType.DateTime2, 0);

    public void Dispose()
    {
        foreach (var statement in new[]
                 {
                     MoveMark, AddMark, ReadDelivery, FirstOpen, LaterOpen, FirstClick, LaterClick, SettleUncertain, AddEvent,
                     HasClicked, CountLink, CountCampaign, CountHour, AddHour,
                 })
        {
            statement.Dispose();
        }
    }
}
