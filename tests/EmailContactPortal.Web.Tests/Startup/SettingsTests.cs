using System.Reflection;
using EmailContactPortal.Web.Startup;
using EmailContactPortal.Web.Startup.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace EmailContactPortal.Web.Tests.Startup;

/// <summary>
/// Every key of the configuration: what is wrong with it is said with its name, its value and the rule, all mistakes in one list.
/// </summary>
public sealed class SettingsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("ecp-settings").FullName;

    /// <summary>Every key that is no free text, found by the types that the settings are read into.</summary>
    public static TheoryData<string> Keys => [.. AllKeys().Where(k => k.Type != typeof(string)).Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_value_of_the_wrong_kind_is_named(string key) =>
        Assert.Contains(Read((key, "¿?")), p => p.StartsWith($"{key} is '¿?'; it must be ", StringComparison.Ordinal));

    [Theory]
    [InlineData("Portal:PublicUrl", "not an address", "it must be an absolute http or https address")]
    [InlineData("Portal:PublicUrl", "ftp://mail.example.com", "it must be an absolute http or https address")]
    [InlineData("Portal:Ownership", "1", "it must be one of Shared, Own")]
    [InlineData("Portal:Roles", "Cook", "it must name Web or Worker, or both with a comma")]
    [InlineData("Portal:DataDirectory", "/proc/nowhere", "cannot be made")]
    [InlineData("Portal:KnownProxies", "10.0.0.0/8, everybody", "names 'everybody', which is neither an address")]
    [InlineData("Database:Provider", "Oracle", "is 'Oracle'; it must be Sqlite or SqlServer")]
    [InlineData("ConnectionStrings:Portal", "Data Sauce=portal.db", "cannot be read by Sqlite")]
    [InlineData("Keys:Certificate", "/nowhere/portal.pfx", "cannot be read")]
    [InlineData("MailServer:Port", "99999", "is 99999; it must be from 1 to 65535.")]
    [InlineData("MailServer:MaxConnections", "0", "is 0; it must be from 1 to 1000.")]
    [InlineData("MailServer:MaxPerSecond", "-1", "is -1; it must be 0 (unlimited) or more.")]
    [InlineData("MailCatcher:Port", "0", "is 0; it must be from 1 to 65535.")]
    [InlineData("MailCatcher:Keep", "0", "is 0; it must be 1 or more.")]
    [InlineData("Bounces:SmtpPort", "-25", "is -25; it must be from 1 to 65535, or 0 for off.")]
    [InlineData("Bounces:Domain", "a b", "is 'a b'; it must be a domain name, for example bounces.example.com.")]
    [InlineData("Bounces:Address", "here", "is 'here'; it must be a network address")]
    [InlineData("Bounces:MaxMessageSize", "5", "is 5; it must be at least 10000 bytes.")]
    [InlineData("Bounces:MaxConnections", "0", "is 0; it must be from 1 to 100000.")]
    [InlineData("Bounces:MaxPerMinute", "0", "is 0; it must be 1 or more.")]
    [InlineData("Imports:MaxUploadBytes", "0", "is 0; it must be 1 or more.")]
    [InlineData("Sending:Lease", "00:00:02", "is 00:00:02; it must be from 10 seconds to a day.")]
    [InlineData("Sending:MaxAge", "00:00:00", "it must be more than nothing and at most a year.")]
    [InlineData("Sending:Grace", "-00:00:01", "it must be from nothing to a day.")]
    [InlineData("Sending:Instance", "", "it must be a name.")]
    [InlineData("Logs:Days", "0", "is 0; it must be from 1 to 3650.")]
    [InlineData("Logs:MaxMegabytes", "5", "is 5; it must be from 20 to 1000000.")]
    [InlineData("Api:CallsPerSecond", "0", "is 0; it must be from 1 to 1000000.")]
    [InlineData("Admin:ApiKey", "x", "is weak")]
    public void A_value_out_of_bounds_is_named_with_the_rule(string key, string value, string words)
    {
        var problem = Assert.Single(Read((key, value)));
        Assert.StartsWith(key, problem, StringComparison.Ordinal);
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_of_all_sections_come_in_one_list()
    {
        var problems = Read(
            ("Portal:PublicUrl", "x"), ("Database:Provider", "Oracle"), ("MailServer:Host", "mail.example"), ("MailServer:Port", "99999"),
            ("MailServer:Password", "geheim"),
            ("Bounces:SmtpPort", "25"), ("Logs:Days", "soon"), ("Api:CallsPerSecond", "0"));

        Assert.Equal(7, problems.Count);
        Assert.Contains("MailServer:Password is set, but MailServer:UserName is not.", problems);
        Assert.Contains(problems, p => p.StartsWith("Bounces:SmtpPort is set without Bounces:Domain", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, p => p.Contains("geheim", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_settings_the_portal_starts_with_its_defaults()
    {
        var settings = Settings();

        Assert.Empty(settings.Problems);
        Assert.Equal(new Uri("http://localhost:5080"), settings.Portal.PublicUrl);
        Assert.Equal($"Data Source={Path.Combine(_data, "portal.db")}", settings.Database.ConnectionString);
        Assert.Equal(Path.Combine(_data, "keys", "master.key"), settings.Keys.File);
        Assert.True(settings.Keys.IsDefault);
        Assert.Equal(Path.Combine(_data, "uploads"), settings.Imports.UploadDirectory);
        Assert.Null(settings.MailServer.Host);
    }

    [Fact]
    public void The_catcher_is_the_mail_server_of_whoever_names_none()
    {
        var settings = Settings(("MailCatcher:Enabled", "true"), ("MailCatcher:Port", "2626"));

        Assert.Equal(("127.0.0.1", 2626), (settings.MailServer.Host, settings.MailServer.Port));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static IEnumerable<(string Name, Type Type)> AllKeys() =>
        from options in typeof(PortalSettings).GetProperties().Select(p => p.PropertyType)
        let section = options.GetField("Section", BindingFlags.Public | BindingFlags.Static)
        where section is not null
        from key in SettingsReader.KeysOf(options)
        select ($"{section.GetValue(null)}:{key.Name}", Nullable.GetUnderlyingType(key.PropertyType) ?? key.PropertyType);

    private IReadOnlyList<string> Read(params (string Key, string Value)[] settings) => Settings(settings).Problems;

    private PortalSettings Settings(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ContentRootPath = _data,
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.Append(("Portal:DataDirectory", _data)).DistinctBy(s => s.Item1)
            .Select(s => KeyValuePair.Create(s.Item1, (string?)s.Item2)));
        return new PortalSettings(builder);
    }
}
