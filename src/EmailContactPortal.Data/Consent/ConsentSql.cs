using EmailContactPortal.Data.Connecting;

namespace EmailContactPortal.Data.Consent;

/// <summary>
/// Statements about unsubscribed and suppressed addresses. They look before they write, without holding the gap they looked at: the unique key is what makes sure,
/// and whoever meets it (2601, 2627) was simply second.
/// </summary>
internal static class ConsentSql
{
    private const string UnsubscribeColumns = """("ListTypeId", "Email", "EmailKey", "At", "Source", "Reason", "CampaignId")""";

    private const string ChangeColumns = """("ListTypeId", "EmailKey", "Unsubscribed", "At", "Source", "Actor", "Reason", "DeliveryId", "RemoteAddress", "UserAgent")""";

    // Values: list type, JSON of addresses and keys, time, source, reason, campaign. In the order of the keys, so that instances lock them in one order.
    private const string UnsubscribeValues = """{0}, f."e", f."k", {2}, {3}, {4}, {5}""";

    private const string SqliteRows = """(SELECT json_extract(value, '$.e') AS "e", json_extract(value, '$.k') AS "k" FROM json_each({1})) AS f""";

    private const string SqlServerRows = """(SELECT * FROM OPENJSON({1}) WITH ("e" nvarchar(320), "k" nvarchar(320))) AS f""";

    internal static readonly SqlText Unsubscribe = new(
        $"""INSERT INTO "Unsubscribes" {UnsubscribeColumns} SELECT {UnsubscribeValues} FROM {SqliteRows} ORDER BY f."k" """,
        $"""INSERT INTO "Unsubscribes" {UnsubscribeColumns} SELECT {UnsubscribeValues} FROM {SqlServerRows} ORDER BY f."k" """);

    /// <summary>The evidence. Values: list type, JSON of keys, unsubscribed, time, source, actor, reason, delivery, remote address, user agent.</summary>
    internal static readonly SqlText Record = new(
        $$"""INSERT INTO "ConsentChanges" {{ChangeColumns}} SELECT {0}, f."k", {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9} FROM {{SqliteRows}}""",
        $$"""INSERT INTO "ConsentChanges" {{ChangeColumns}} SELECT {0}, f."k", {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9} FROM {{SqlServerRows}}""");

    /// <summary>Values: address, key, reason, detail, time, campaign.</summary>
    internal static readonly SqlText Suppress = new(
        """
        INSERT INTO "Suppressions" ("Email", "EmailKey", "Reason", "Detail", "At", "CampaignId")
        SELECT {0}, {1}, {2}, {3}, {4}, {5} WHERE NOT EXISTS (SELECT 1 FROM "Suppressions" WHERE "EmailKey" = {1})
        """);
}
