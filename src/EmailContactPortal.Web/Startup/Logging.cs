using System.Globalization;
using Serilog;

namespace EmailContactPortal.Web.Startup;

/// <summary>Structured logs to the console and to a rolling file in the data directory; callers keep personal data out of them.</summary>
internal static class Logging
{
    public static WebApplicationBuilder AddPortalLogging(this WebApplicationBuilder builder, PortalOptions portal)
    {
        var logger = new LoggerConfiguration()
            .ReadFrom.Configuration(builder.Configuration)
            .Enrich.FromLogContext()
            .Enrich.WithProperty("Instance", Environment.MachineName)
            .WriteTo.Console(formatProvider: CultureInfo.InvariantCulture)
            .WriteTo.File(
                new Serilog.Formatting.Json.JsonFormatter(formatProvider: CultureInfo.InvariantCulture),
                Path.Combine(portal.DataDirectory, "logs", "portal-.log"),
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: 14,
                fileSizeLimitBytes: 100 * 1024 * 1024,
                rollOnFileSizeLimit: true,
                shared: true)
            .CreateLogger();
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(logger, dispose: true);
        return builder;
    }
}
