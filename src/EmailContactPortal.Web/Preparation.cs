using EmailContactPortal.Audience.DemoCrm;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Web.Features.Settings.ApiKeys;
using EmailContactPortal.Web.Startup;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web;

/// <summary>What happens between building the application and listening: schema, first administrator, first mail server, sample data.</summary>
internal static class Preparation
{
    /// <summary>Prepares the database; false when the portal must not start, the reason is then on the console.</summary>
    public static async Task<bool> PrepareAsync(this WebApplication app, bool migrateOnly)
    {
        var options = app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var result = await app.Services.GetRequiredService<Schema>().PrepareAsync(migrateOnly || options.MigrateOnStart, app.Lifetime.ApplicationStopping);
        if (!result.Succeeded) return Refuse(result.Problems.Select(p => p.Message));
        if (migrateOnly) return true;
        result = app.Services.GetRequiredService<KeyRing>().Prepare();
        if (!result.Succeeded) return Refuse(result.Problems.Select(p => p.Message));

        WarnOfDefaultKey(app);
        var stopping = app.Lifetime.ApplicationStopping;
        await app.Services.GetRequiredService<MailServerFromSettings>().WriteAsync(stopping);
        await using var scope = app.Services.CreateAsyncScope();
        var (problems, announcement) = await scope.ServiceProvider.GetRequiredService<FirstStart>().PrepareAsync(stopping);
        if (problems.Count > 0) return Refuse(problems);
        await scope.ServiceProvider.GetRequiredService<ApiKeyCommands>().EnsureAsync(app.Services.GetRequiredService<IOptions<AdminOptions>>().Value.ApiKey, stopping);
        if (app.Services.GetRequiredService<IOptions<PortalOptions>>().Value.SampleData) await scope.ServiceProvider.GetRequiredService<SampleContent>().WriteAsync(stopping);
        app.Lifetime.ApplicationStarted.Register(() => Announce(app, announcement));
        if (app.Services.GetRequiredService<IOptions<PortalOptions>>().Value.SampleData)
        {
            await app.Services.GetRequiredService<DemoCrmSeeder>().SeedAsync(stopping);
        }

        return true;
    }

    private static void WarnOfDefaultKey(WebApplication app)
    {
        var keys = app.Services.GetRequiredService<IOptions<KeyOptions>>().Value;
        if (!keys.IsDefault || !app.Environment.IsProduction()) return;
        app.Logger.LogWarning("Secrets are protected with a key that the portal made in its data directory, {KeyFile}. Keep a copy apart from the backups of the "
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
