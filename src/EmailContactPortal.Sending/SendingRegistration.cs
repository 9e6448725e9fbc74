using EmailContactPortal.Mail.Resolving;
using EmailContactPortal.Sending.Delivering;
using EmailContactPortal.Sending.Launching;
using EmailContactPortal.Sending.Signing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EmailContactPortal.Sending;

/// <summary>Registers what sends mail.</summary>
public static class SendingRegistration
{
    /// <summary>Adds launching, sending and closing campaigns, test sends and server checks.</summary>
    public static IServiceCollection AddSending(this IServiceCollection services, Action<SendingOptions> configure)
    {
        services.Configure(configure);
        services.TryAddSingleton<SmtpTransport>();
        services.TryAddSingleton<IMailTransport>(provider => provider.GetRequiredService<SmtpTransport>());
        services.TryAddSingleton<ITextRecords>(_ => new DnsTextRecords());
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<DomainChecks>();
        services.AddSingleton<SendingPlans>();
        services.AddSingleton<CampaignLauncher>();
        services.AddSingleton<CampaignSender>();
        services.AddSingleton<CampaignCloser>();
        services.AddSingleton<TestSender>();
        services.AddSingleton<MailServerCheck>(provider => new MailServerCheck(provider.GetRequiredService<SmtpTransport>()));
        return services;
    }
}
