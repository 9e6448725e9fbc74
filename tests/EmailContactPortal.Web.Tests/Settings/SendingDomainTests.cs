using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Mail.Resolving;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Settings;

public sealed class SendingDomainTests(SendingDomainTests.DnsPortal world) : IClassFixture<SendingDomainTests.DnsPortal>
{
    private const string Home = "/settings/sending-domains";
    private readonly PortalFactory portal = world.Portal;

    [Fact]
    public async Task A_new_domain_gets_keys_whose_records_are_shown_and_whose_secrets_are_not()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var (id, keys) = await AddAsync(admin, "Example.COM.", "example.com");

        var page = await admin.PageAsync($"{Home}/{id}");
        var source = page.DocumentElement.OuterHtml;

        Assert.Equal([SigningAlgorithm.Rsa, SigningAlgorithm.Ed25519], keys.Select(k => k.Algorithm));
        Assert.All(keys, k =>
        {
            Assert.False(k.IsActive);
            Assert.Contains(k.Record, page.DocumentElement.TextContent, StringComparison.Ordinal);
            Assert.Contains($"{k.Selector}._domainkey.example.com", source, StringComparison.Ordinal);
            var pem = portal.Services.GetRequiredService<SecretBox>().Unprotect(k.ProtectedKey)!;
            Assert.Contains("PRIVATE KEY", pem, StringComparison.Ordinal);
            Assert.DoesNotContain(pem.Split('\n')[1], source, StringComparison.Ordinal);
            Assert.DoesNotContain(k.ProtectedKey, source, StringComparison.Ordinal);
        });
        Assert.Contains("v=DMARC1; p=none", page.DocumentElement.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_says_found_missing_or_different_at_each_record()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var (id, keys) = await AddAsync(admin, "checked.example");
        world.Dns.Texts[$"{keys[0].Selector}._domainkey.checked.example"] = [keys[0].Record];
        world.Dns.Texts[$"{keys[1].Selector}._domainkey.checked.example"] = ["v=DKIM1; k=ed25519; p=AAAA"];
        world.Dns.Texts["checked.example"] = ["v=spf1 mx -all"];

        await admin.PostFormAsync($"{Home}/{id}/check", [], $"{Home}/{id}");

        var after = await KeysAsync(id);
        Assert.Equal([RecordState.Found, RecordState.Different], after.Select(k => k.State));
        var words = (await admin.PageAsync($"{Home}/{id}")).Words();
        Assert.Contains("Found in DNS", words, StringComparison.Ordinal);
        Assert.Contains("Different in DNS The record holds another key", words, StringComparison.Ordinal);
        Assert.Contains("There is no DMARC record", words, StringComparison.Ordinal);
        Assert.Contains("v=spf1 mx -all", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_changed_by_making_a_new_one_beside_the_old_and_switching()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var (id, keys) = await AddAsync(admin, "rotated.example");
        await admin.PostFormAsync($"{Home}/{id}/keys/{keys[0].Id}/switch", [], $"{Home}/{id}");
        await admin.PostFormAsync($"{Home}/{id}/keys/{keys[1].Id}/switch", [], $"{Home}/{id}");

        await admin.PostFormAsync($"{Home}/{id}/keys", new() { ["algorithm"] = "Rsa" }, $"{Home}/{id}");
        var fresh = (await KeysAsync(id)).Single(k => keys.All(o => o.Id != k.Id));
        Assert.False(fresh.IsActive);
        await admin.PostFormAsync($"{Home}/{id}/keys/{fresh.Id}/switch", [], $"{Home}/{id}");

        var after = (await KeysAsync(id)).ToDictionary(k => k.Id);
        Assert.True(after[fresh.Id].IsActive);
        Assert.True(after[keys[1].Id].IsActive);
        Assert.False(after[keys[0].Id].IsActive);
        Assert.NotNull(after[keys[0].Id].RetiredAt);
    }

    [Fact]
    public async Task A_key_that_signs_is_not_deleted_before_it_is_stopped()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var (id, keys) = await AddAsync(admin, "deleted.example");
        var key = $"{Home}/{id}/keys/{keys[0].Id}";
        await admin.PostFormAsync($"{key}/switch", [], $"{Home}/{id}");

        await admin.PostFormAsync($"{key}/delete", [], $"{Home}/{id}");
        Assert.Contains("Stop it first", (await admin.PageAsync($"{Home}/{id}")).DocumentElement.TextContent, StringComparison.Ordinal);
        await admin.PostFormAsync($"{key}/deactivate", [], $"{Home}/{id}");
        await admin.PostFormAsync($"{key}/delete", [], $"{Home}/{id}");
        Assert.Single(await KeysAsync(id));
        await admin.PostFormAsync($"{Home}/{id}/delete", [], $"{Home}/{id}");

        Assert.Empty(await KeysAsync(id));
        Assert.False(await portal.InDatabaseAsync(db => db.SendingDomains.AnyAsync(d => d.Id == id)));
    }

    [Theory]
    [InlineData("", "Write the domain")]
    [InlineData("someone@example.com", "Write only what stands behind the @")]
    [InlineData("https://example.com", "Write only what stands behind the @")]
    public async Task What_is_no_domain_is_refused_at_its_field(string name, string says)
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);

        var refused = await admin.PostFormAsync(Home, new() { ["Form.Name"] = name });

        Assert.Contains(says, (await refused.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_see_them()
    {
        var marketer = await portal.SignInAsync();

        Assert.NotEqual(System.Net.HttpStatusCode.OK, (await marketer.GetAsync(Home)).StatusCode);
    }

    private async Task<(int Id, List<SigningKey> Keys)> AddAsync(HttpClient admin, string written, string? name = null)
    {
        var added = await admin.PostFormAsync(Home, new() { ["Form.Name"] = written });
        var id = await portal.InDatabaseAsync(db => db.SendingDomains.Where(d => d.Name == (name ?? written)).Select(d => d.Id)
            .SingleAsync());
        Assert.Equal($"{Home}/{id}", added.Headers.Location?.ToString());
        return (id, await KeysAsync(id));
    }

    private Task<List<SigningKey>> KeysAsync(int id) =>
        portal.InDatabaseAsync(db => db.SigningKeys.AsNoTracking().Where(k => k.SendingDomainId == id).OrderBy(k => k.Id).ToListAsync());

    /// <summary>A portal whose DNS says what a test tells it.</summary>
    public sealed class DnsPortal : IAsyncLifetime
    {
        public DnsPortal() => Portal = new PortalFactory { Configure = services => services.AddSingleton<ITextRecords>(Dns) };

        public PortalFactory Portal { get; }

        public FakeDns Dns { get; } = new();

        public Task InitializeAsync() => Portal.InitializeAsync();

        public Task DisposeAsync() => ((IAsyncLifetime)Portal).DisposeAsync();
    }

    public sealed class FakeDns : ITextRecords
    {
        public Dictionary<string, string[]> Texts { get; } = [];

        public Task<IReadOnlyList<string>> FindAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>(Texts.GetValueOrDefault(name, []));
    }
}
