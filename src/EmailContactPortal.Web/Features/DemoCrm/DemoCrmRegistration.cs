namespace EmailContactPortal.Web.Features.DemoCrm;

/// <summary>The pages of the built-in demo CRM, which stands for the customer's own.</summary>
internal static class DemoCrmRegistration
{
    public static IServiceCollection AddDemoCrmFeature(this IServiceCollection services)
    {
        services.AddScoped<DemoCrmQueries>();
        services.AddScoped<DemoCrmCommands>();
        return services;
    }
}
