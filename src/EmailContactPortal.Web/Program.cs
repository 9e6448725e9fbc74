using EmailContactPortal.Web;
using EmailContactPortal.Web.Startup;

var builder = WebApplication.CreateBuilder(args);
var settings = PortalSettings.Read(builder);
if (settings.Problems.Count > 0)
{
    Preparation.Refuse(settings.Problems);
    return 1;
}

builder.AddPortalLogging(settings.Portal).AddPortal(settings);
await using var app = builder.Build();
var migrateOnly = args.Contains("--migrate");
if (!await app.PrepareAsync(migrateOnly)) return 1;
if (migrateOnly) return 0;

app.MapPortal();
await app.RunAsync();
return 0;
