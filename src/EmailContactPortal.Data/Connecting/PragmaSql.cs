namespace EmailContactPortal.Data.Connecting;

/// <summary>What SQLite keeps per connection.</summary>
internal static class PragmaSql
{
    internal static readonly SqlText Connection = new(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; "
            + "PRAGMA cache_size=-32000;", "");
}
