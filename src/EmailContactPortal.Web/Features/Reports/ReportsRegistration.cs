using EmailContactPortal.Web.Features.Reports.Reconciling;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>Reports and what they read.</summary>
internal static class ReportsRegistration
{
    public static IServiceCollection AddReportsFeature(this IServiceCollection services)
    {
        services.AddScoped<ReportQueries>();
        services.AddScoped<RecipientQueries>();
        services.AddScoped<PersonStories>();
        services.AddScoped<PersonQueries>();
        services.AddScoped<ReconciliationQueries>();
        return services;
    }
}
