using EmailContactPortal.Audience;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending;
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
    SendingOptions Sending,
    LogOptions Logs,
    ReturnedMailOptions Bounces,
    ForwardedHeadersOptions Proxies,
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
        var catcher = SettingsReading.Read<MailCatcherOptions>(configuration, MailCatcherOptions.Section, problems);
        problems.AddRange(catcher.Problems());
        catcher.Directory = Path.Combine(portal.DataDirectory, "mail-catcher");
        var mailServer = ReadMailServer(configuration, catcher, problems);
        var bounces = ReadBounces(configuration, problems);
        var imports = SettingsReading.Read<AudienceOptions>(configuration, AudienceOptions.Section, problems);
        if (imports.MaxUploadBytes < 1) problems.Add($"Imports:MaxUploadBytes is {imports.MaxUploadBytes}; it must be 1 or more.");
        if (imports.UploadDirectory.Length == 0) imports.UploadDirectory = Path.Combine(portal.DataDirectory, "uploads");
        imports.HttpClientName = OutgoingHttp.ClientName;
        var sending = SettingsReading.Read<SendingOptions>(configuration, SendingOptions.Section, problems);
        problems.AddRange(sending.Problems());
        var logs = SettingsReading.Read<LogOptions>(configuration, LogOptions.Section, problems);
        problems.AddRange(logs.Problems());
        problems.AddRange(SettingsReading.Read<AdminOptions>(configuration, AdminOptions.Section, problems).Problems(builder.Environment.IsProduction()));
        var proxies = Startup.Proxies.Read(configuration["Portal:KnownProxies"], problems);
        return new PortalSettings(portal, database, keys, mailServer, catcher, imports, sending, logs, bounces, proxies, problems);
    }

    private static ReturnedMailOptions ReadBounces(ConfigurationManager configuration, List<string> problems)
    {
        var bounces = SettingsReading.Read<ReturnedMailOptions>(configuration, ReturnedMailOptions.Section, problems);
        bounces.Domain = bounces.Domain.Trim().TrimEnd('.').ToLowerInvariant();
        problems.AddRange(bounces.Problems());
        return bounces;
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
        var server = SettingsReading.Read<MailServerOptions>(configuration, MailServerOptions.Section, problems);
        if (server.Host is null && catcher.Enabled)
        {
            server = new MailServerOptions { Host = "127.0.0.1", Port = catcher.Port, Security = MailSecurity.None };
        }

        problems.AddRange(server.Problems());
        return server;
    }

    private static bool Flag(IConfigurationSection section, string key, bool otherwise, List<string> problems)
    {
        if (string.IsNullOrEmpty(section[key])) return otherwise;
        if (bool.TryParse(section[key], out var flag)) return flag;
        problems.Add($"{section.Key}:{key} is '{section[key]}'; it must be true or false.");
        return otherwise;
    }

    private static PortalOptions ReadPortal(ConfigurationManager configuration, IHostEnvironment environment, List<string> problems)
    {
        var section = configuration.GetSection(PortalOptions.Section);
        var portal = new PortalOptions { SampleData = Flag(section, "SampleData", false, problems), Roles = section["Roles"] ?? "Web,Worker" };

        var url = section["PublicUrl"] ?? (configuration["urls"] ?? DefaultUrl).Split(';')[0].Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal);
        if (Uri.TryCreate(url, UriKind.Absolute, out var publicUrl) && publicUrl.Scheme is "http" or "https") portal.PublicUrl = publicUrl!;
        else problems.Add($"Portal:PublicUrl is '{url}', which is not an absolute http or https address. Write for example https://mail.example.com.");

        var ownership = section["Ownership"];
        if (ownership is null) portal.Ownership = OwnershipMode.Shared;
        else if (Enum.GetNames<OwnershipMode>().FirstOrDefault(n => n.Equals(ownership.Trim(), StringComparison.OrdinalIgnoreCase)) is { } mode) portal.Ownership = Enum.Parse<OwnershipMode>(mode);
        else problems.Add($"Portal:Ownership is '{ownership}'; it must be {string.Join(" or ", Enum.GetNames<OwnershipMode>())}.");

        if (!portal.IsWeb && !portal.IsWorker) problems.Add($"Portal:Roles is '{portal.Roles}'; it must name {string.Join(" or ", KnownRoles)}, or both with a comma.");

        portal.DataDirectory = Path.GetFullPath(section["DataDirectory"] ?? Path.Combine(environment.ContentRootPath, "data"));
        try
        {
            portal.OpenData = PrivateFiles.Prepare(portal.DataDirectory);
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
            MigrateOnStart = Flag(section, "MigrateOnStart", true, problems),
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
