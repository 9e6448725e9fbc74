using EmailContactPortal.Data.Settings;
using EmailContactPortal.Tracking.Hits;
using EmailContactPortal.Tracking.Journaling;
using EmailContactPortal.Tracking.Links;
using EmailContactPortal.Tracking.Returned;
using EmailContactPortal.Tracking.Storing;
using EmailContactPortal.Tracking.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Tracking;

/// <summary>Registers what takes signals in.</summary>
public static class TrackingRegistration
{
    /// <summary>
    /// Adds recording of opens and clicks, link targets and the subscription changes of recipients; the database must be added too.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="journalDirectory">A folder on a disk that outlives the process; hits that come faster than the database takes them wait
    /// there.</param>
    public static IServiceCollection AddTracking(this IServiceCollection services, string journalDirectory)
    {
        services.AddSingleton<HitRecorder>();
        services.AddSingleton(_ => new HitJournal(journalDirectory));
        // Stopped in reverse order: first the writer answers its requests, then the rest is folded.
        services.AddHostedService<HitFolding>();
        services.AddHostedService<HitWriter>();
        services.AddSingleton<HitDeadLetters>();
        services.AddSingleton<LinkTargets>();
        services.AddScoped<SubscriptionChanges>();
        return services;
    }

    /// <summary>Adds the receiver of bounces and of mails to the unsubscribe address, when <paramref name="options"/> say so.</summary>
    public static IServiceCollection AddReturnedMail(this IServiceCollection services, ReturnedMailOptions options)
    {
        services.AddChecked(options);
        services.AddSingleton<ReturnedMails>();
        if (options.SmtpPort > 0) services.AddHostedService<ReturnedMailService>();
        return services;
    }
}
