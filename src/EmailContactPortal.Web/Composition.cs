using EmailContactPortal.Audience;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Settings;
using EmailContactPortal.Sending;
using EmailContactPortal.Sending.Catching;
using EmailContactPortal.Tracking;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Api;
using EmailContactPortal.Web.Features.Account;
using EmailContactPortal.Web.Features.Campaigns;
using EmailContactPortal.Web.Features.Content;
using EmailContactPortal.Web.Features.DemoCrm;
using EmailContactPortal.Web.Features.Home;
using EmailContactPortal.Web.Features.Reports;
using EmailContactPortal.Web.Features.Settings;
using EmailContactPortal.Web.Features.Settings.CrmConnections;
using EmailContactPortal.Web.Features.Settings.ListTypes;
using EmailContactPortal.Web.Features.TargetGroups;
using EmailContactPortal.Web.Jobs;
using EmailContactPortal.Web.Jobs.Scheduler;
using EmailContactPortal.Web.Logs;
using EmailContactPortal.Web.Public;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Languages;
using EmailContactPortal.Web.Startup;
using EmailContactPortal.Web.Startup.Settings;
using EmailContactPortal.Web.Watching;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web;

/// <summary>The order in which the portal is put together: lower floors first, then features, then pages.</summary>
internal static class Composition
{
    /// <summary>Registers everything.</summary>
    public static WebApplicationBuilder AddPortal(this WebApplicationBuilder builder, PortalSettings settings)
    {
        var services = builder.Services;
        services.AddChecked(settings.Portal);
        services.AddSingleton(Options.Create(Proxies.Read(settings.Portal.KnownProxies, out _)));
        services.AddData(settings.Database, settings.Keys);
        services.AddChecked(settings.MailServer);
        services.AddSingleton<MailServerFromSettings>();
        services.AddChecked(settings.Admin);
        services.AddScoped<FirstStart>();
        services.AddScoped<SampleContent>();
        services.AddOutgoingHttp(settings.Outgoing);
        services.AddMailCatcher(settings.MailCatcher);
        services.AddSending(settings.Sending);
        services.AddAudience(settings.Imports);
        services.AddTracking(Path.Combine(settings.Portal.DataDirectory, "hits"));
        services.AddReturnedMail(settings.Bounces);
        services.AddPublicPages();
        services.AddReportsFeature();
        services.AddApi(settings.Api);
        services.AddMemoryCache();
        services.AddHealth();
        services.AddTelemetry(builder.Configuration);
        services.AddAccess();
        var secure = SecureTransport.Cookies(settings.Portal);
        services.AddShell(secure);
        services.AddAccountFeature(secure);
        services.AddSettingsFeature();
        services.AddContentFeature();
        services.AddCampaignsFeature();
        services.AddTargetGroupsFeature();
        services.AddListTypesFeature();
        services.AddCrmConnectionsFeature();
        services.AddDemoCrmFeature();
        services.AddHomeFeature();
        services.AddJobs(settings);

        services.Configure<RazorViewEngineOptions>(o => o.ViewLocationExpanders.Add(new FeatureViewLocations()));
        services.AddLanguages();
        services.AddControllersWithViews(o =>
        {
            o.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
            o.Filters.Add(new OwnershipCheck());
            // What a form needs, its class or its command says in the portal's words; the framework's own sentence would stand beside it.
            o.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            o.ModelMetadataDetailsProviders.Add(new EmptyTexts());
        }).AddViewLocalization().AddDataAnnotationsLocalization().ConfigureApplicationPartManager(parts =>
        {
            parts.FeatureProviders.Remove(parts.FeatureProviders.OfType<ControllerFeatureProvider>().Single());
            parts.FeatureProviders.Add(new InternalControllers());
        });
        return builder;
    }

    /// <summary>The request pipeline and all routes.</summary>
    public static WebApplication MapPortal(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecureTransport();
        app.UseTrackedHits();
        app.UsePageLanguage();
        app.UseRequestLog();
        app.MapHealth();
        app.MapMetrics();
        app.UseShell();
        app.UseApi();
        app.UseKnownCharsets();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseRequestRoutes();
        app.UseAuthentication();
        app.UseSessionWatch();
        app.UseJobsDashboard();
        app.UseAuthorization();
        app.MapApi();
        app.MapControllers();
        return app;
    }
}
