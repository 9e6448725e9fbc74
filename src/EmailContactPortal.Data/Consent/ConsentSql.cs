using EmailContactPortal.Data.Connecting;

namespace EmailContactPortal.Data.Consent;

/// <summary>
/// Statements about unsubscribed and suppressed addresses. They look before they write, without holding the gap they looked at: the unique
/// key is what makes sure,
/// and whoever meets it (2601, 2627) was simply second.
/// </summary>
internal static class ConsentSql
{
    private const string UnsubscribeColumns = """("ListTypeId", "Email", "EmailKey", "At", "Source", "Reason", "CampaignId")""";

    private const string ChangeColumns =
        """("ListTypeId", "EmailKey", "Unsubscribed", "At", "Source", "Actor", "Reason", "DeliveryId", "RemoteAddress", "UserAgent")""";

    private static readonly JsonRows People = JsonRows.Of(1, "e nvarchar(320)", "k nvarchar(320)");

    /// <summary>
    /// Values: list type, JSON of addresses and keys, time, source, reason, campaign. In the order of the keys, so that instances lock them
    /// in
    /// one order.
    /// </summary>
    internal static readonly SqlText Unsubscribe = new(Taken(People.Sqlite), Taken(People.SqlServer));

    /// <summary>
    /// The evidence. Values: list type, JSON of keys, unsubscribed, time, source, actor, reason, delivery, remote address, user agent.
    /// </summary>
    internal static readonly SqlText Record = new(Recorded(People.Sqlite), Recorded(People.SqlServer));

    /// <summary>Values: address, key, reason, detail, time, campaign.</summary>
    internal static readonly SqlText Suppress = new(
        """
        INSERT INTO "Suppressions" ("Email", "EmailKey", "Reason", "Detail", "At", "CampaignId")
        SELECT {0}, {1}, {2}, {3}, {4}, {5} WHERE NOT EXISTS (SELECT 1 FROM "Suppressions" WHERE "EmailKey" = {1})
        """);

    private static string Taken(string people) =>
        $$"""
        INSERT INTO "Unsubscribes" {{UnsubscribeColumns}}
        SELECT {0}, f."e", f."k", {2}, {3}, {4}, {5} FROM {{people}} ORDER BY f."k"
        """;

    private static string Recorded(string people) =>
        $$"""
        INSERT INTO "ConsentChanges" {{ChangeColumns}}
        SELECT {0}, f."k", {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9} FROM {{people}}
        """;
}
