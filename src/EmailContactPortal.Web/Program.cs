using EmailContactPortal.Web;
using EmailContactPortal.Web.Logs;
using EmailContactPortal.Web.Startup.Settings;
using Serilog;

var log = PortalLog.CreateBootstrap();
var started = false;
try
{
    var builder = WebApplication.CreateBuilder(args);
    var settings = new PortalSettings(builder);
    if (settings.Problems.Count > 0)
    {
        Preparation.Refuse(settings.Problems);
        return 1;
    }

    log = PortalLog.Create(builder.Configuration, settings.Portal.DataDirectory, settings.Logs);
    builder.Services.AddSerilog(log, dispose: true);
    builder.AddPortal(settings);
    await using var app = builder.Build();
    var migrateOnly = args.Contains("--migrate");
    if (!await app.PrepareAsync(migrateOnly)) return 1;
    if (migrateOnly) return 0;

    app.MapPortal();
    app.Lifetime.ApplicationStarted.Register(() => started = true);
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is not HostAbortedException && e.GetType().Name != "StopTheHostException")
{
    // What nobody foresaw still ends in a sentence; the trace is in the log file for whoever needs it.
    log.ForContext(PortalLog.FileOnly, true).Fatal(e, "The portal ended");
    if (started) log.Fatal("The portal ended: {Reason}", e.GetBaseException().Message);
    else Preparation.Refuse([Redaction.Mask(e.GetBaseException().Message)]);
    return 1;
}
