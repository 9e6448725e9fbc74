namespace EmailContactPortal.Web.Features.Home;

/// <summary>Home.</summary>
internal static class HomeRegistration
{
    public static IServiceCollection AddHomeFeature(this IServiceCollection services)
    {
        services.AddSingleton<AttentionQueries>();
        services.AddSingleton<HomeMoving>();
        services.AddScoped<HomeQueries>();
        return services;
    }
}
