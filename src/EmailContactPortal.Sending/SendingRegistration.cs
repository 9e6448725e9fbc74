using EmailContactPortal.Data;
using EmailContactPortal.Data.Settings;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Mail.Resolving;
using EmailContactPortal.Sending.Closing;
using EmailContactPortal.Sending.Connecting;
using EmailContactPortal.Sending.Delivering;
using EmailContactPortal.Sending.Evidence;
using EmailContactPortal.Sending.Launching;
using EmailContactPortal.Sending.Pacing;
using EmailContactPortal.Sending.Signing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending;

/// <summary>Registers what sends mail.</summary>
public static class SendingRegistration
{
    /// <summary>Adds launching, sending and closing campaigns, test sends and server checks.</summary>
    public static IServiceCollection AddSending(this IServiceCollection services, SendingOptions options)
    {
        services.AddChecked(options);
        services.AddHttpClient();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton(provider => new ProtocolLogs(
            provider.GetRequiredService<IDbContextFactory<PortalContext>>(),
            provider.GetRequiredService<IOptions<SendingOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ProtocolLogs>>()));
        services.AddSingleton<SmtpTransport>();
        services.TryAddSingleton<IMailTransport>(provider => provider.GetRequiredService<SmtpTransport>());
        services.TryAddSingleton<ITextRecords>(_ => new DnsTextRecords());
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<DomainChecks>();
        services.AddSingleton<SendingPlans>();
        services.AddSingleton<CampaignLauncher>();
        services.AddSingleton<ServerPool>();
        services.AddSingleton(provider => new CampaignSender(
            new SendingDependencies(
                provider.GetRequiredService<IDbContextFactory<PortalContext>>(),
                provider.GetRequiredService<IMailTransport>(),
                provider.GetRequiredService<IOptions<SendingOptions>>().Value,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<Loops>(),
                provider.GetRequiredService<ILogger<CampaignSender>>()),
            provider.GetRequiredService<SendingPlans>(),
            provider.GetRequiredService<ServerPool>()));
        services.AddSingleton<CampaignCloser>();
        services.AddSingleton<TestSender>();
        services.AddSingleton<LogEvidence>();
        services.AddSingleton<MailServerCheck>(
            provider => new MailServerCheck(provider.GetRequiredService<SmtpTransport>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
