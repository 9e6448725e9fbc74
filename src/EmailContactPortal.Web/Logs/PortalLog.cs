using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace EmailContactPortal.Web.Logs;

/// <summary>
/// The logs: words on the console, compact JSON in a rolling file of the data directory, both behind <see cref="RedactingSink"/>. Levels
/// and further sinks come from the configuration section <c>Serilog</c>.
/// </summary>
internal static class PortalLog
{
    /// <summary>A property that keeps an event from the console.</summary>
    public const string FileOnly = "FileOnly";

    private const int Files = 20;
    private const string Console = "[{Timestamp:HH:mm:ss} {Level:u3}] {Message:lj}{NewLine}{Exception}";

    /// <summary>What speaks until the settings are read: the console alone.</summary>
    public static Logger CreateBootstrap() =>
        Redacted(
            new LoggerConfiguration(),
            sinks => sinks.WriteTo.Console(outputTemplate: Console, formatProvider: CultureInfo.InvariantCulture));

    /// <summary>The logger of the portal, made before everything else so that it can say why something does not start.</summary>
    public static Logger Create(IConfiguration configuration, string dataDirectory, LogOptions options) => Redacted(
        new LoggerConfiguration()
            .ReadFrom.Configuration(Part(configuration, sinks: false))
            .Enrich.FromLogContext()
            .Enrich.WithProperty("Instance", Environment.MachineName),
        sinks => sinks
            .ReadFrom.Configuration(Part(configuration, sinks: true))
            .WriteTo.Conditional(
                e => !e.Properties.ContainsKey(FileOnly),
                console => console.Console(outputTemplate: Console, formatProvider: CultureInfo.InvariantCulture))
            .WriteTo.File(
                new CompactJsonFormatter(),
                Path.Combine(dataDirectory, "logs", "portal-.log"),
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: Files,
                retainedFileTimeLimit: TimeSpan.FromDays(options.Days),
                fileSizeLimitBytes: options.MaxMegabytes * 1024L * 1024 / Files,
                rollOnFileSizeLimit: true,
                shared: true));

    private static Logger Redacted(LoggerConfiguration outer, Func<LoggerConfiguration, LoggerConfiguration> sinks) =>
        outer.WriteTo.Sink(new RedactingSink(sinks(new LoggerConfiguration()).MinimumLevel.Is(LevelAlias.Minimum).CreateLogger()))
            .CreateLogger();

    // Sinks of the configuration go behind the redaction, the rest before it.
    private static IConfiguration Part(IConfiguration configuration, bool sinks) => new ConfigurationBuilder()
        .AddInMemoryCollection(configuration.AsEnumerable().Where(s =>
            s.Key.StartsWith("Serilog:Using", StringComparison.OrdinalIgnoreCase)
                || (s.Key.StartsWith("Serilog:", StringComparison.OrdinalIgnoreCase) && IsSink(s.Key) == sinks)))
        .Build();

    private static bool IsSink(string key) =>
        key.StartsWith("Serilog:WriteTo", StringComparison.OrdinalIgnoreCase)
            || key.StartsWith("Serilog:AuditTo", StringComparison.OrdinalIgnoreCase);
}
