namespace EmailContactPortal.Web.Features.Settings.CrmConnections;

/// <summary>Connections to CRMs and what is written back to them.</summary>
internal static class CrmConnectionsRegistration
{
    public static IServiceCollection AddCrmConnectionsFeature(this IServiceCollection services)
    {
        services.AddScoped<CrmConnectionQueries>();
        services.AddScoped<CrmConnectionCommands>();
        return services;
    }
}
