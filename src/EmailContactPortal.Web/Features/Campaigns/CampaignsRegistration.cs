using EmailContactPortal.Web.Features.Campaigns.Drafting;
using EmailContactPortal.Web.Features.Campaigns.Live;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>Campaigns from draft to the last answer.</summary>
internal static class CampaignsRegistration
{
    public static IServiceCollection AddCampaignsFeature(this IServiceCollection services)
    {
        services.AddScoped<DraftAudience>();
        services.AddScoped<CampaignForecast>();
        services.AddScoped<CampaignReadiness>();
        services.AddScoped<CampaignQueries>();
        services.AddScoped<DraftQueries>();
        services.AddScoped<DraftChoices>();
        services.AddScoped<CampaignCommands>();
        services.AddScoped<RestCommands>();
        services.AddSingleton<LiveReading>();
        return services;
    }
}
