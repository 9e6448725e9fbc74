using EmailContactPortal.Data.Connecting;

namespace EmailContactPortal.Data.Preparing;

/// <summary>Questions to the database about itself, and the lock of the start.</summary>
internal static class ServerSql
{
    /// <summary>
    /// Major version, whether readers see the last commit instead of waiting, what commits promise, and the database's name.
    /// </summary>
    internal static readonly SqlText Properties = new(
        "",
        """
        SELECT CAST(SERVERPROPERTY('ProductMajorVersion') AS int), CAST(SERVERPROPERTY('EngineEdition') AS int),
          "is_read_committed_snapshot_on", "delayed_durability_desc", "name"
        FROM sys.databases WHERE "database_id" = DB_ID()
        """);

    /// <summary>
    /// Waits for whoever prepares the database now; the lock goes with the connection. Values: resource, milliseconds to wait.
    /// </summary>
    internal static readonly SqlText Lock = new(
        "",
        """
        DECLARE @got int;
        EXEC @got = sp_getapplock @Resource = {0}, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = {1};
        SELECT @got;
        """);

    /// <summary>
    /// Lets readers see the last commit instead of waiting; throws out whoever is connected, so only for a database that was just made.
    /// Values: database.
    /// </summary>
    internal static readonly SqlText ReadSnapshots = new(
        "",
        """
        DECLARE @sql nvarchar(400) = N'ALTER DATABASE ' + QUOTENAME({0}) + N' SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE';
        EXEC (@sql);
        """);

    /// <summary>What a process left that was killed while it migrated: with it, the next start would wait for ever.</summary>
    internal static readonly SqlText ForgetMigrationLock = new("""DROP TABLE IF EXISTS "__EFMigrationsLock" """, "");
}
