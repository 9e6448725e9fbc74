using EmailContactPortal.Web.Features.Settings.ApiKeys;
using EmailContactPortal.Web.Features.Settings.DeadLetters;
using EmailContactPortal.Web.Features.Settings.Jobs;
using EmailContactPortal.Web.Features.Settings.MailServers;
using EmailContactPortal.Web.Features.Settings.RecipientDomains;
using EmailContactPortal.Web.Features.Settings.SendingDomains;
using EmailContactPortal.Web.Features.Settings.Suppressions;
using EmailContactPortal.Web.Features.Settings.Users;

namespace EmailContactPortal.Web.Features.Settings;

/// <summary>Users, mail servers, sending domains, jobs and site settings.</summary>
internal static class SettingsRegistration
{
    public static IServiceCollection AddSettingsFeature(this IServiceCollection services)
    {
        services.AddScoped<UserQueries>();
        services.AddScoped<UserCommands>();
        services.AddScoped<JobsQueries>();
        services.AddScoped<JobsCommands>();
        services.AddScoped<MailServerQueries>();
        services.AddScoped<MailServerCommands>();
        services.AddScoped<MailServerTrials>();
        services.AddScoped<DomainLimitQueries>();
        services.AddScoped<DomainLimitCommands>();
        services.AddScoped<SendingDomainQueries>();
        services.AddScoped<SendingDomainCommands>();
        services.AddScoped<SuppressionQueries>();
        services.AddScoped<SuppressionCommands>();
        services.AddScoped<DeadLetterQueries>();
        services.AddScoped<DeadLetterCommands>();
        services.AddScoped<ApiKeyQueries>();
        services.AddScoped<ApiKeyCommands>();
        return services;
    }
}
