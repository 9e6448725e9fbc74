using EmailContactPortal.Data.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Sending.Catching;

/// <summary>Registers the built-in mail catcher.</summary>
public static class CatchingRegistration
{
    /// <summary>Adds <see cref="CaughtMails"/> and, when <paramref name="options"/> say so, the sink itself.</summary>
    public static IServiceCollection AddMailCatcher(this IServiceCollection services, MailCatcherOptions options)
    {
        services.AddChecked(options);
        services.AddSingleton<CaughtMails>();
        if (options.Enabled) services.AddHostedService<CatchingService>();
        return services;
    }
}
