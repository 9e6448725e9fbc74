using EmailContactPortal.Tracking.Hits;
using EmailContactPortal.Tracking.Links;
using EmailContactPortal.Tracking.Storing;
using EmailContactPortal.Tracking.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Tracking;

/// <summary>Registers what takes signals in.</summary>
public static class TrackingRegistration
{
    /// <summary>Adds recording of opens and clicks, link targets and the subscription changes of recipients; the database must be added too.</summary>
    public static IServiceCollection AddTracking(this IServiceCollection services)
    {
        services.AddSingleton<HitRecorder>();
        services.AddHostedService<HitWriter>();
        services.AddSingleton<LinkTargets>();
        services.AddScoped<SubscriptionChanges>();
        return services;
    }
}
