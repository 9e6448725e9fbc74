using EmailContactPortal.Audience;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Catching;
using EmailContactPortal.Tracking.Returned;
using EmailContactPortal.Web.Logs;

namespace EmailContactPortal.Web.Startup;

/// <summary>Reads what must be known before anything is registered, and lists every setting that is wrong in one go.</summary>
internal sealed record PortalSettings(
    PortalOptions Portal,
    DatabaseOptions Database,
    KeyOptions Keys,
    MailServerOptions MailServer,
    MailCatcherOptions MailCatcher,
    AudienceOptions Imports,
    LogOptions Logs,
    ReturnedMailOptions Bounces,
    IReadOnlyList<string> Problems)
{
    private const string DefaultUrl = "http://localhost:5080";
    private static readonly string[] KnownRoles = ["Web", "Worker"];

    /// <summary>Reads and checks the settings; makes the data directory.</summary>
    public static PortalSettings Read(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (string.IsNullOrEmpty(configuration["urls"])) builder.WebHost.UseUrls(DefaultUrl);
        var problems = new List<string>();
        var portal = ReadPortal(configuration, builder.Environment, problems);
        var database = ReadDatabase(configuration, portal, problems);
        var keys = ReadKeys(configuration, portal, problems);
        var catcher = configuration.GetSection(MailCatcherOptions.Section).Get<MailCatcherOptions>() ?? new MailCatcherOptions();
        catcher.Directory = Path.Combine(portal.DataDirectory, "mail-catcher");
        var mailServer = ReadMailServer(configuration, catcher, problems);
        var bounces = ReadBounces(configuration, problems);
        var imports = configuration.GetSection(AudienceOptions.Section).Get<AudienceOptions>() ?? new AudienceOptions();
        if (imports.UploadDirectory.Length == 0) imports.UploadDirectory = Path.Combine(portal.DataDirectory, "uploads");
        imports.HttpClientName = OutgoingHttp.ClientName;
        var logs = configuration.GetSection(LogOptions.Section).Get<LogOptions>() ?? new LogOptions();
        problems.AddRange(logs.Problems());
        return new PortalSettings(portal, database, keys, mailServer, catcher, imports, logs, bounces, problems);
    }

    private static ReturnedMailOptions ReadBounces(ConfigurationManager configuration, List<string> problems)
    {
        try
        {
            var bounces = configuration.GetSection(ReturnedMailOptions.Section).Get<ReturnedMailOptions>() ?? new ReturnedMailOptions();
            bounces.Domain = bounces.Domain.Trim().TrimEnd('.').ToLowerInvariant();
            problems.AddRange(bounces.Problems());
            return bounces;
        }
        catch (InvalidOperationException e)
        {
            problems.Add($"A Bounces setting cannot be read: {e.Message}");
            return new ReturnedMailOptions();
        }
    }

    private static KeyOptions ReadKeys(ConfigurationManager configuration, PortalOptions portal, List<string> problems)
    {
        var section = configuration.GetSection(KeyOptions.Section);
        var keys = new KeyOptions
        {
            Certificate = string.IsNullOrEmpty(section["Certificate"]) ? null : Path.GetFullPath(section["Certificate"]!),
            CertificatePassword = section["CertificatePassword"],
            File = Path.GetFullPath(string.IsNullOrEmpty(section["File"]) ? Path.Combine(portal.DataDirectory, "keys", "master.key") : section["File"]!),
        };
        keys.IsDefault = keys.Certificate is null && string.IsNullOrEmpty(section["File"]);
        problems.AddRange(keys.Problems());
        return keys;
    }

    private static MailServerOptions ReadMailServer(ConfigurationManager configuration, MailCatcherOptions catcher, List<string> problems)
    {
        MailServerOptions server;
        try
        {
            server = configuration.GetSection(MailServerOptions.Section).Get<MailServerOptions>() ?? new MailServerOptions();
        }
        catch (InvalidOperationException e)
        {
            problems.Add($"A MailServer setting cannot be read: {e.Message}");
            return new MailServerOptions();
        }

        if (server.Host is null && catcher.Enabled)
        {
            server = new MailServerOptions { Host = "127.0.0.1", Port = catcher.Port, Security = MailSecurity.None };
        }

        problems.AddRange(server.Problems());
        return server;
    }

    private static PortalOptions ReadPortal(ConfigurationManager configuration, IHostEnvironment environment, List<string> problems)
    {
        var section = configuration.GetSection(PortalOptions.Section);
        var portal = new PortalOptions { SampleData = section.GetValue("SampleData", false), Roles = section["Roles"] ?? "Web,Worker" };

        var url = section["PublicUrl"] ?? (configuration["urls"] ?? DefaultUrl).Split(';')[0].Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal);
        if (Uri.TryCreate(url, UriKind.Absolute, out var publicUrl) && publicUrl.Scheme is "http" or "https") portal.PublicUrl = publicUrl!;
        else problems.Add($"Portal:PublicUrl is '{url}', which is not an absolute http or https address. Write for example https://mail.example.com.");

        if (!portal.IsWeb && !portal.IsWorker) problems.Add($"Portal:Roles is '{portal.Roles}'; it must name {string.Join(" or ", KnownRoles)}, or both with a comma.");

        portal.DataDirectory = Path.GetFullPath(section["DataDirectory"] ?? Path.Combine(environment.ContentRootPath, "data"));
        try
        {
            Directory.CreateDirectory(portal.DataDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"Portal:DataDirectory '{portal.DataDirectory}' cannot be made: {e.Message}");
        }

        return portal;
    }

    private static DatabaseOptions ReadDatabase(ConfigurationManager configuration, PortalOptions portal, List<string> problems)
    {
        var section = configuration.GetSection(DatabaseOptions.Section);
        var database = new DatabaseOptions
        {
            Provider = section["Provider"] ?? DatabaseOptions.Sqlite,
            ConnectionString = configuration.GetConnectionString("Portal") ?? "",
            MigrateOnStart = section.GetValue("MigrateOnStart", true),
        };
        if (database.Provider is not (DatabaseOptions.Sqlite or DatabaseOptions.SqlServer))
        {
            problems.Add($"Database:Provider is '{database.Provider}'; it must be {DatabaseOptions.Sqlite} or {DatabaseOptions.SqlServer}.");
        }
        else if (database.ConnectionString.Length == 0 && database.Provider == DatabaseOptions.SqlServer)
        {
            problems.Add("ConnectionStrings:Portal is missing. With Database:Provider SqlServer write for example Server=db;Database=portal;User Id=portal;Password=…;TrustServerCertificate=true.");
        }
        else if (database.ConnectionString.Length == 0)
        {
            database.ConnectionString = $"Data Source={Path.Combine(portal.DataDirectory, "portal.db")}";
        }
        else if (database.Fault() is { } fault)
        {
            problems.Add(fault);
        }

        return database;
    }
}
