using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EmailContactPortal.Web.Watching;

/// <summary>
/// Metrics for a Prometheus scraper at <c>/metrics</c>; with <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> metrics and traces also go to a collector.
/// </summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static readonly string[] Sources = ["EmailContactPortal.Sending", "EmailContactPortal.Jobs"];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var toCollector = !string.IsNullOrEmpty(configuration[Endpoint]);
        services.AddSingleton<PortalGauges>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("email-contact-portal", serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(PortalGauges.MeterName).AddMeter(ProcessGauges.MeterName).AddRuntimeInstrumentation();
                metrics.AddMeter("Microsoft.AspNetCore.Hosting").AddMeter("Microsoft.AspNetCore.Server.Kestrel");
                metrics.AddPrometheusExporter();
                if (toCollector) metrics.AddOtlpExporter();
            });
        services.AddSingleton<ProcessGauges>();
        if (!toCollector) return services;
        telemetry.WithTracing(traces => traces
            .AddSource(Sources)
            .AddAspNetCoreInstrumentation(o => o.Filter = context => !context.Request.Path.StartsWithSegments(
                "/health", StringComparison.Ordinal))
            .AddHttpClientInstrumentation()
            .AddSqlClientInstrumentation()
            .AddProcessor(new RedactingProcessor())
            .AddOtlpExporter());
        return services;
    }

    public static WebApplication MapMetrics(this WebApplication app)
    {
        // Made here, so that the first scrape finds them.
        app.Services.GetRequiredService<PortalGauges>();
        app.Services.GetRequiredService<ProcessGauges>();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        return app;
    }
}
