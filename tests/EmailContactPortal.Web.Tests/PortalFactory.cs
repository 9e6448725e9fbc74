using AngleSharp;
using AngleSharp.Html.Dom;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Testing;
using EmailContactPortal.Web.Features.Settings.Users;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests;

/// <summary>
/// The whole portal over a database of its own, with one administrator and one marketer. Jobs do not run by themselves (role <c>Web</c>),
/// so that a test says what happens when.
/// </summary>
public sealed class PortalFactory : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string AdminEmail = "admin@portal.example";
    public const string MarketerEmail = "tilda@meadow.example";
    public const string Password = "a long enough password 1";

    // A watcher of files for each portal of a test run is more than a machine allows one user; the first settings are read before any of
    // ours are known.
    static PortalFactory()
    {
        Environment.SetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER", "1");
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        Environment.SetEnvironmentVariable("ASPNETCORE_hostBuilder__reloadConfigOnChange", "false");
    }

    private readonly Dictionary<string, string?> settings = [];
    private TestDatabase? database;

    /// <summary>
    /// The clock of the portal; stands at <see cref="Start"/> until a test moves it, when <see cref="UseTestClock"/> was called.
    /// </summary>
    public TestClock Clock { get; } = new(Start);

    /// <summary>Thursday noon in Helsinki.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 11, 19, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Where the portal keeps its files.</summary>
    public string DataDirectory => database!.Directory;

    private bool clockStands;

    /// <summary>More services or doubles, set before the first request.</summary>
    public Action<IServiceCollection>? Configure { get; set; }

    /// <summary>A setting, given before the first request.</summary>
    public PortalFactory With(string key, string value)
    {
        settings[key] = value;
        return this;
    }

    /// <summary>Time stands still.</summary>
    public PortalFactory UseTestClock()
    {
        clockStands = true;
        return this;
    }

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        _ = Server;
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserCommands>();
        await AddUserAsync(users, AdminEmail, "Ada Admin", Roles.Admin);
        await AddUserAsync(users, MarketerEmail, "Tilda Meadow", Roles.Marketer);
    }

    /// <summary>A browser that is not signed in; it keeps cookies and does not follow redirects.</summary>
    public HttpClient Visitor()
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions
        {
            AllowAutoRedirect = false,
            BaseAddress = new Uri("http://localhost"),
        });
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        return client;
    }

    /// <summary>A signed-in browser.</summary>
    public async Task<HttpClient> SignInAsync(string email = MarketerEmail)
    {
        var client = Visitor();
        var response = await client.PostFormAsync("/account/sign-in", new() { ["Email"] = email, ["Password"] = Password });
        Assert.Equal("/", response.Headers.Location?.ToString());
        return client;
    }

    /// <summary>Reads or writes the database in a scope of its own.</summary>
    public async Task<T> InDatabaseAsync<T>(Func<PortalContext, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<PortalContext>());
    }

    /// <summary>Runs a service of the portal in a scope of its own.</summary>
    public async Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseSetting("Portal:DataDirectory", database!.Directory);
        builder.UseSetting("Portal:Roles", "Web");
        builder.UseSetting("Portal:PublicUrl", "http://localhost");
        builder.UseSetting("Portal:SampleData", "false");
        builder.UseSetting("MailCatcher:Enabled", "false");
        builder.UseSetting("MailServer:Host", "127.0.0.1");
        builder.UseSetting("MailServer:Port", "1");
        builder.UseSetting("MailServer:Security", "None");
        builder.UseSetting("Admin:Email", "first@portal.example");
        builder.UseSetting("Admin:Password", Password);
        builder.UseSetting("Database:Provider", database.Options.Provider);
        builder.UseSetting("ConnectionStrings:Portal", database.Options.ConnectionString);
        foreach (var (key, value) in settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            if (clockStands) services.AddSingleton<TimeProvider>(Clock);
            Configure?.Invoke(services);
        });
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await base.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }

    private static async Task AddUserAsync(UserCommands users, string email, string name, string role)
    {
        var made = await users.CreateAsync(new UserForm
        {
            Email = email,
            FullName = name,
            Role = role,
            Password = Password,
            TimeZone = "Europe/Helsinki",
        });
        Assert.True(made.Succeeded, made.Problems.Count > 0 ? made.Problems[0].Message : "");
    }
}

/// <summary>What a browser does with pages.</summary>
public static class Browsing
{
    /// <summary>Reads a page that must answer 200.</summary>
    public static async Task<IHtmlDocument> PageAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        var html = await response.Content.ReadAsStringAsync();
        Assert.True(
            response.IsSuccessStatusCode,
            $"{path} answered {(int)response.StatusCode} {response.Headers.Location}\n{Domain.Text.Bound(html, 2000)}");
        return await ParseAsync(html);
    }

    /// <summary>The document of an answer.</summary>
    public static async Task<IHtmlDocument> DocumentAsync(this HttpResponseMessage response) =>
        await ParseAsync(await response.Content.ReadAsStringAsync());

    /// <summary>
    /// Posts a form with the token that forms of the page at <paramref name="tokenFrom"/> carry (the same path by default).
    /// </summary>
    public static async Task<HttpResponseMessage> PostFormAsync(
        this HttpClient client, string path, Dictionary<string, string> fields, string? tokenFrom = null)
    {
        var all = new Dictionary<string, string>(fields)
        {
            ["__RequestVerificationToken"] = await client.FormTokenAsync(tokenFrom ?? path),
        };
        return await client.PostAsync(path, new FormUrlEncodedContent(all));
    }

    /// <summary>The antiforgery token of a page's forms.</summary>
    public static async Task<string> FormTokenAsync(this HttpClient client, string path)
    {
        var page = await client.PageAsync(path);
        return page.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value")
            ?? throw new InvalidOperationException($"{path} has no form.");
    }

    /// <summary>The words of a page's main part, blanks made one.</summary>
    public static string Words(this IHtmlDocument page) =>
        string.Join(' ', (page.QuerySelector("main")?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task<IHtmlDocument> ParseAsync(string html)
    {
        var context = BrowsingContext.New(AngleSharp.Configuration.Default);
        return (IHtmlDocument)await context.OpenAsync(request => request.Content(html));
    }
}
