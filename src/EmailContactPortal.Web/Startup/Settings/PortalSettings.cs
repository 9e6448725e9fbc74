using EmailContactPortal.Audience;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending;
using EmailContactPortal.Sending.Catching;
using EmailContactPortal.Tracking.Returned;
using EmailContactPortal.Web.Logs;

namespace EmailContactPortal.Web.Startup.Settings;

/// <summary>Reads what must be known before anything is registered, and lists every setting that is wrong in one go.</summary>
internal sealed class PortalSettings
{
    private const string DefaultUrl = "http://localhost:5080";
    private readonly SettingsReader _reader;

    /// <summary>Reads and checks the settings; makes the data directory.</summary>
    public PortalSettings(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (string.IsNullOrEmpty(configuration["urls"])) builder.WebHost.UseUrls(DefaultUrl);
        _reader = new SettingsReader(configuration);
        Portal = _reader.Read<PortalOptions>(PortalOptions.Section, o => Complete(o, builder));
        Database = _reader.Read<DatabaseOptions>(DatabaseOptions.Section, o => Complete(o, configuration.GetConnectionString("Portal")));
        Keys = _reader.Read<KeyOptions>(KeyOptions.Section, Complete);
        MailCatcher = _reader.Read<MailCatcherOptions>(
            MailCatcherOptions.Section, o => o.Directory = Path.Combine(Portal.DataDirectory, "mail-catcher"));
        MailServer = _reader.Read<MailServerOptions>(MailServerOptions.Section, Complete);
        Bounces = _reader.Read<ReturnedMailOptions>(
            ReturnedMailOptions.Section, o => o.Domain = o.Domain.Trim().TrimEnd('.').ToLowerInvariant());
        Imports = _reader.Read<AudienceOptions>(AudienceOptions.Section, Complete);
        Sending = _reader.Read<SendingOptions>(SendingOptions.Section, Complete);
        Logs = _reader.Read<LogOptions>(LogOptions.Section);
        Admin = _reader.Read<AdminOptions>(AdminOptions.Section, o => o.IsStrict = builder.Environment.IsProduction());
        Api = _reader.Read<ApiOptions>(ApiOptions.Section);
        Outgoing = _reader.Read<OutgoingOptions>(OutgoingOptions.Section);
    }

    public PortalOptions Portal { get; }

    public DatabaseOptions Database { get; }

    public KeyOptions Keys { get; }

    public MailServerOptions MailServer { get; }

    public MailCatcherOptions MailCatcher { get; }

    public AudienceOptions Imports { get; }

    public SendingOptions Sending { get; }

    public LogOptions Logs { get; }

    public ReturnedMailOptions Bounces { get; }

    public AdminOptions Admin { get; }

    public ApiOptions Api { get; }

    public OutgoingOptions Outgoing { get; }

    /// <summary>Everything that is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems => _reader.Problems;

    private void Complete(PortalOptions portal, WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["Portal:PublicUrl"]))
        {
            var listening = (builder.Configuration["urls"] ?? DefaultUrl).Split(';')[0];
            var local = listening.Replace("//*", "//localhost", StringComparison.Ordinal)
                .Replace("//+", "//localhost", StringComparison.Ordinal);
            if (Uri.TryCreate(local, UriKind.Absolute, out var url)) portal.PublicUrl = url;
        }

        portal.DataDirectory = Path.GetFullPath(portal.DataDirectory.Length > 0
            ? portal.DataDirectory
            : Path.Combine(builder.Environment.ContentRootPath, "data"));
        try
        {
            portal.OpenData = PrivateFiles.Prepare(portal.DataDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _reader.Add($"Portal:DataDirectory '{portal.DataDirectory}' cannot be made: {e.Message}");
        }
    }

    private void Complete(DatabaseOptions database, string? connection)
    {
        database.ConnectionString = connection ?? "";
        if (database.ConnectionString.Length == 0 && database.Provider == DatabaseOptions.Sqlite)
            database.ConnectionString = $"Data Source={Path.Combine(Portal.DataDirectory, "portal.db")}";
    }

    private void Complete(KeyOptions keys)
    {
        keys.IsDefault = string.IsNullOrEmpty(keys.Certificate) && keys.File.Length == 0;
        keys.Certificate = string.IsNullOrEmpty(keys.Certificate) ? null : Path.GetFullPath(keys.Certificate);
        keys.File = Path.GetFullPath(keys.File.Length > 0 ? keys.File : Path.Combine(Portal.DataDirectory, "keys", "master.key"));
    }

    private void Complete(MailServerOptions server)
    {
        if (server.Host is null && MailCatcher.Enabled)
            (server.Host, server.Port, server.Security) = ("127.0.0.1", MailCatcher.Port, MailSecurity.None);
    }

    private void Complete(AudienceOptions imports)
    {
        if (imports.UploadDirectory.Length == 0) imports.UploadDirectory = Path.Combine(Portal.DataDirectory, "uploads");
        imports.HttpClientName = OutgoingHttp.ClientName;
    }

    private void Complete(SendingOptions sending)
    {
        sending.PublicUrl = Portal.PublicUrl;
        sending.ReturnDomain = Bounces.Domain;
        sending.HttpClientName = OutgoingHttp.ClientName;
    }
}
