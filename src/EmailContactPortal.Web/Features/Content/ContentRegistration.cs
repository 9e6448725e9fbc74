namespace EmailContactPortal.Web.Features.Content;

/// <summary>Emails and templates.</summary>
internal static class ContentRegistration
{
    public static IServiceCollection AddContentFeature(this IServiceCollection services)
    {
        services.AddScoped<EmailFields>();
        services.AddScoped<EmailQueries>();
        services.AddScoped<EmailCommands>();
        return services;
    }
}
