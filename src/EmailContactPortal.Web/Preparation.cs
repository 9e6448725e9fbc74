using EmailContactPortal.Data.Connecting;
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

        await app.Services.GetRequiredService<MailServerFromSettings>().WriteAsync(app.Lifetime.ApplicationStopping);
        return true;
    }

    /// <summary>Writes why the portal does not start, one line each; false.</summary>
    public static bool Refuse(IEnumerable<string> problems)
    {
        Console.Error.WriteLine("The portal cannot start:");
        foreach (var problem in problems) Console.Error.WriteLine($"  - {problem}");
        return false;
    }
}
