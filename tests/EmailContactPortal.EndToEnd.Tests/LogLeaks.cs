using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace EmailContactPortal.EndToEnd.Tests;

/// <summary>Looks for people and tokens in everything a portal wrote about its work.</summary>
internal static partial class LogLeaks
{
    /// <summary>No address of the database and no token of a mail may stand in the console's output or in a log file.</summary>
    public static async Task NoneAsync(PortalProcess portal, IEnumerable<string> mails)
    {
        var secrets = await AddressesAsync(portal);
        Assert.NotEmpty(secrets);
        var tokens = mails
            .SelectMany(m => Token().Matches(m.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=\n", "", StringComparison.Ordinal))
                .Select(t => t.Groups[1].Value)).ToHashSet();
        Assert.NotEmpty(tokens);
        var logs = portal.Output + string.Concat(Directory.EnumerateFiles(Path.Combine(portal.Directory, "logs")).Select(Read));
        Assert.Contains("/u/{token}", logs, StringComparison.Ordinal);

        var leaked = secrets.Concat(tokens).Append(PortalProcess.ApiKey).Append(PortalProcess.AdminPassword)
            .Where(s => logs.Contains(s, StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.True(leaked.Count == 0, "Logged: " + string.Join(", ", leaked.Take(10)));
        Assert.Empty(Address().Matches(logs).Select(m => m.Value).Distinct());
    }

    private static async Task<HashSet<string>> AddressesAsync(PortalProcess portal)
    {
        using var dump = Process.Start(new ProcessStartInfo(
            "sqlite3", [Path.Combine(portal.Directory, "portal.db"), ".dump"])
        { RedirectStandardOutput = true })!;
        var text = await dump.StandardOutput.ReadToEndAsync();
        await dump.WaitForExitAsync();
        return [.. Address().Matches(text).Select(m => m.Value)];
    }

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")]
    private static partial Regex Address();

    [GeneratedRegex(@"/[ocvu]/([\w-]{32})")]
    private static partial Regex Token();
}
