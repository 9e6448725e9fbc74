namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>Target groups and the ways to fill them.</summary>
internal static class TargetGroupsRegistration
{
    public static IServiceCollection AddTargetGroupsFeature(this IServiceCollection services)
    {
        services.AddScoped<TargetGroupQueries>();
        services.AddScoped<MemberQueries>();
        services.AddScoped<ImportQueries>();
        services.AddScoped<GroupFieldsQueries>();
        services.AddScoped<TargetGroupCommands>();
        return services;
    }
}
