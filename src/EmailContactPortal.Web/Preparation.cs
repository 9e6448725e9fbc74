using EmailContactPortal.Audience.DemoCrm;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Data.Preparing;
using EmailContactPortal.Domain;
using EmailContactPortal.Web.Features.Settings.ApiKeys;
using EmailContactPortal.Web.Jobs.Scheduler;
using EmailContactPortal.Web.Startup;
using EmailContactPortal.Web.Startup.Settings;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web;

/// <summary>
/// What happens between building the application and listening: schema, first administrator, first mail server, sample data.
/// </summary>
internal static class Preparation
{
    /// <summary>Prepares the database; false when the portal must not start, the reason is then on the console.</summary>
    public static async Task<bool> PrepareAsync(this WebApplication app, bool migrateOnly)
    {
        var options = app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        string? announcement = null;
        var result = await app.Services.GetRequiredService<Schema>().PrepareAsync(
            migrateOnly || options.MigrateOnStart,
            async stopping =>
            {
                if (await JobTables.PrepareAsync(options, migrateOnly || options.MigrateOnStart, stopping) is { Succeeded: false } refused)
                    return refused;
                if (migrateOnly) return Result.Ok;
                var (problems, words) = await FillAsync(app, stopping);
                announcement = words;
                return Result.From([.. problems.Select(p => Problem.Told("start.refused", p))]);
            },
            app.Lifetime.ApplicationStopping);
        if (!result.Succeeded) return Refuse(result.Problems.Select(p => p.InEnglish));
        if (!migrateOnly) app.Lifetime.ApplicationStarted.Register(() => Announce(app, announcement));
        return true;
    }

    // What a new portal gets; several instances that start at once come here one after the other.
    private static async Task<(IReadOnlyList<string> Problems, string? Announcement)> FillAsync(
        WebApplication app, CancellationToken stopping)
    {
        if (app.Services.GetRequiredService<KeyRing>().Prepare() is { Succeeded: false } keys)
            return ([.. keys.Problems.Select(p => p.InEnglish)], null);
        WarnOfDefaultKey(app);
        if (app.Services.GetRequiredService<IOptions<PortalOptions>>().Value.OpenData is { } open)
            app.Logger.LogWarning("{OpenData}", open);
        await app.Services.GetRequiredService<MailServerFromSettings>().WriteAsync(stopping);
        await using var scope = app.Services.CreateAsyncScope();
        var (problems, announcement) = await scope.ServiceProvider.GetRequiredService<FirstStart>().PrepareAsync(stopping);
        if (problems.Count > 0) return (problems, null);
        await scope.ServiceProvider.GetRequiredService<ApiKeyCommands>()
            .EnsureAsync(app.Services.GetRequiredService<IOptions<AdminOptions>>().Value.ApiKey, stopping);
        if (!app.Services.GetRequiredService<IOptions<PortalOptions>>().Value.SampleData) return ([], announcement);
        await scope.ServiceProvider.GetRequiredService<SampleContent>().WriteAsync(stopping);
        await app.Services.GetRequiredService<DemoCrmSeeder>().SeedAsync(stopping);
        return ([], announcement);
    }

    private static void WarnOfDefaultKey(WebApplication app)
    {
        var keys = app.Services.GetRequiredService<IOptions<KeyOptions>>().Value;
        if (!keys.IsDefault || !app.Environment.IsProduction()) return;
        app.Logger.LogWarning(
            "Secrets are protected with a key that the portal made in its data directory, {KeyFile}. Keep a copy apart from the backups "
            + "of the "
            + "database, then name it in Keys:File, or set Keys:Certificate", keys.File);
    }

    // Straight to the console, not into the log files: the announcement may hold a password.
    private static void Announce(WebApplication app, string? announcement)
    {
        Console.WriteLine($"Email Contact Portal is at {app.Services.GetRequiredService<IOptions<PortalOptions>>().Value.PublicUrl}");
        if (announcement is not null) Console.WriteLine(announcement);
    }

    /// <summary>Writes why the portal does not start, one line each; false.</summary>
    public static bool Refuse(IEnumerable<string> problems)
    {
        Console.Error.WriteLine("The portal cannot start:");
        foreach (var problem in problems) Console.Error.WriteLine($"  - {problem}");
        return false;
    }
}
