namespace EmailContactPortal.Web.Features.Settings.ListTypes;

/// <summary>List types and who is unsubscribed from them.</summary>
internal static class ListTypesRegistration
{
    public static IServiceCollection AddListTypesFeature(this IServiceCollection services)
    {
        services.AddScoped<ListTypeQueries>();
        services.AddScoped<ListTypeCommands>();
        services.AddScoped<UnsubscribedCommands>();
        return services;
    }
}
