using EmailContactPortal.Web.Features.Settings.Users;

namespace EmailContactPortal.Web.Features.Settings;

/// <summary>Users and site settings.</summary>
internal static class SettingsRegistration
{
    public static IServiceCollection AddSettingsFeature(this IServiceCollection services)
    {
        services.AddScoped<UserQueries>();
        services.AddScoped<UserCommands>();
        return services;
    }
}
