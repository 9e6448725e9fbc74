using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Audience.DemoCrm;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Audience.Reconciling;
using EmailContactPortal.Audience.Syncing;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Crm;
using EmailContactPortal.Crm.Oro;
using EmailContactPortal.Crm.Rest;
using EmailContactPortal.Crm.Vtiger;
using EmailContactPortal.Data.Settings;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Audience;

/// <summary>Registers how people come in and how facts go back.</summary>
public static class AudienceRegistration
{
    public static IServiceCollection AddAudience(this IServiceCollection services, AudienceOptions options)
    {
        services.AddChecked(options);
        services.AddSingleton(provider => new CrmAdapterKind(
            CrmConnection.DemoKind, "Demo CRM", _ => ActivatorUtilities.CreateInstance<DemoCrmAdapter>(provider))
        {
            About = "Built in, to try the portal with nothing installed.",
        });
        services.AddSingleton(provider => VtigerCrm.With(Calling(provider)));
        services.AddSingleton(provider => OroCrm.With(Calling(provider)));
        services.AddSingleton(provider => RestCrm.With(Calling(provider)));
        services.AddSingleton<CrmAdapters>();
        services.AddSingleton<CrmGateway>();
        services.AddSingleton<ConnectionSettings>();
        services.AddSingleton<CrmTrials>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<CsvImportSource>();
        services.AddSingleton<CrmImportSource>();
        services.AddSingleton<ImportEnding>();
        services.AddSingleton<Imports>();
        services.AddSingleton<CrmSync>();
        services.AddSingleton<CrmWriteBack>();
        services.AddSingleton<Reconciler>();
        services.AddScoped<ReconciliationCommands>();
        services.AddSingleton<DemoCrmSeeder>();
        services.AddScoped<ImportCommands>();
        services.AddScoped<GroupFields>();
        return services;

        Func<HttpClient> Calling(IServiceProvider provider) =>
            () => provider.GetRequiredService<IHttpClientFactory>().CreateClient(options.HttpClientName);
    }
}
