using System.Data;
using System.Data.Common;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>The statements of recording, prepared on one connection.</summary>
internal sealed class HitStatements(DbConnection connection, bool sqlServer) : IDisposable
{
    private static readonly (string, DbType, int) Id = ("@id", DbType.Int64, 0);
    private static readonly (string, DbType, int) Campaign = Int("@campaign");
    private static readonly (string, DbType, int) At = Date("@at");
    private static readonly (string, DbType, int) Agent = ("@agent", DbType.String, TrackingEvent.MaxUserAgent);
    private static readonly (string, DbType, int) Journal = ("@journal", DbType.String, 50);
    private static readonly (string, DbType, int) Machine = ("@machine", DbType.Boolean, 0);

    public Statement MoveMark { get; } = new(connection, HitSql.MoveMark, sqlServer, Journal, Int("@count"), ("@before", DbType.Int64, 0));

    public Statement AddMark { get; } = new(connection, HitSql.AddMark, sqlServer, Journal, Int("@count"));

    public Statement ReadDelivery { get; } = new(connection, HitSql.ReadDelivery, sqlServer, Id);

    public Statement FirstOpen { get; } = new(connection, HitSql.FirstOpen, sqlServer, Id, Int("@count"), Date("@first"), Date("@last"));

    public Statement LaterOpen { get; } = new(connection, HitSql.LaterOpen, sqlServer, Id, Int("@count"), Date("@last"));

    public Statement FirstClick { get; } = new(connection, HitSql.FirstClick, sqlServer, Id, Int("@count"), Date("@first"));

    public Statement LaterClick { get; } = new(connection, HitSql.LaterClick, sqlServer, Id, Int("@count"));

    public Statement SettleUncertain { get; } = new(connection, HitSql.SettleUncertain, sqlServer, Id);

    public Statement AddEvent { get; } = new(connection, HitSql.AddEvent, sqlServer, Campaign, Id, Int("@kind"), Int("@link"), At, Agent, Machine);

    public Statement HasClicked { get; } = new(connection, HitSql.HasClicked, sqlServer, Id, Int("@link"));

    public Statement CountLink { get; } = new(connection, HitSql.CountLink, sqlServer, Int("@link"), Int("@clicks"), Int("@people"), Int("@machines"));

    public Statement CountCampaign { get; } = new(
        connection,
        HitSql.CountCampaign, sqlServer,
        Campaign, Int("@opens"), Int("@openers"), Int("@clicks"), Int("@clickers"), Int("@machineOpens"), Int("@machineClicks"), Int("@settled"));

    public Statement CountHour { get; } = new(connection, HitSql.CountHour, sqlServer, HourParameters);

    public Statement AddHour { get; } = new(connection, HitSql.AddHour, sqlServer, HourParameters);

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
