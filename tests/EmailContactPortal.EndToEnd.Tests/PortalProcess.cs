using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using EmailContactPortal.Testing;

namespace EmailContactPortal.EndToEnd.Tests;

/// <summary>
/// A real portal in a process of its own over a data directory that outlives it, so that a test can kill it and start it again.
/// </summary>
public sealed class PortalProcess : IAsyncDisposable
{
    public const string AdminEmail = "admin@portal.example";
    public const string AdminPassword = "a password for tests 1";
    public const string ApiKey = "ecp_test_key_with_all_scopes_0123456789";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private readonly StringBuilder output = new();
    private readonly Dictionary<string, string> settings;
    private Process? process;

    private PortalProcess(string directory, Dictionary<string, string> settings) => (Directory, this.settings) = (directory, settings);

    public string Directory { get; }

    public Uri Address { get; private set; } = null!;

    /// <summary>Its process id.</summary>
    public int Id => process!.Id;

    public bool HasExited => process!.HasExited;

    /// <summary>Where its mail catcher listens.</summary>
    public int CatcherPort => int.Parse(settings["MailCatcher:Port"], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What it printed so far.</summary>
    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    /// <summary>Starts a portal over a new data directory.</summary>
    public static async Task<PortalProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var portal = new PortalProcess(
            System.IO.Directory.CreateTempSubdirectory("ecp-e2e-").FullName, settings.ToDictionary(s => s.Key, s => s.Value));
        try
        {
            await portal.StartAgainAsync();
            return portal;
        }
        catch
        {
            await portal.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it over the same data, at the same address.</summary>
    public async Task StartAgainAsync()
    {
        Address ??= new Uri($"http://127.0.0.1:{FreePort.Next()}");
        if (!settings.ContainsKey("MailCatcher:Port")) settings["MailCatcher:Port"] = $"{FreePort.Next()}";
        process = Process.Start(StartInfo())!;
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient { BaseAddress = Address };
        await Eventually.TrueAsync(
            async () => process.HasExited ? throw await EndedAsync(process) : await AnswersAsync(client), StartPatience,
            () => $"The portal did not start:\n{Output}");
    }

    /// <summary>Ends it without a chance to say goodbye (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (process is null || process.HasExited) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop (SIGTERM) and waits.</summary>
    public async Task StopAsync()
    {
        if (process is null || process.HasExited) return;
        using var kill = Process.Start("kill", $"-TERM {process.Id}");
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>A client of the REST API with all scopes.</summary>
    public HttpClient Api()
    {
        var client = new HttpClient { BaseAddress = new Uri(Address, "/api/v1/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", ApiKey);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process?.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Metadata(string key) =>
        typeof(PortalProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private ProcessStartInfo StartInfo()
    {
        var web = Metadata("WebProject");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = web,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
        };
        start.ArgumentList.Add(Path.Combine(web, "bin", Metadata("Configuration"), "net10.0", "EmailContactPortal.Web.dll"));
        var all = new Dictionary<string, string>
        {
            ["urls"] = Address.ToString(),
            ["Portal:DataDirectory"] = Directory,
            ["Admin:Email"] = AdminEmail,
            ["Admin:Password"] = AdminPassword,
            ["Admin:ApiKey"] = ApiKey,
        };
        foreach (var (key, value) in settings) all[key] = value;
        foreach (var (key, value) in all) start.ArgumentList.Add($"--{key}={value}");
        return start;
    }

    // A process may be gone before its last words are read.
    private async Task<Exception> EndedAsync(Process ended)
    {
        await ended.WaitForExitAsync();
        return new InvalidOperationException($"The portal ended:\n{Output}");
    }

    private void Keep(string? line)
    {
        lock (output) output.AppendLine(line);
    }
}
