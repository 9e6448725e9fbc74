using EmailContactPortal.Data.Access;

namespace EmailContactPortal.Web.Access;

/// <summary>Who may see and change what.</summary>
internal static class AccessRegistration
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddScoped<Viewer, RequestViewer>();
        services.AddScoped<Ownership>();
        return services;
    }
}
