using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Tests.Keys;

/// <summary>Keys lie in the database, and what opens them lies outside.</summary>
public sealed class KeyRingTests : IAsyncLifetime
{
    private const string Secret = "correct horse battery staple";
    private TestDatabase database = null!;

    private string KeyFile => Path.Combine(database.Directory, "elsewhere", "master.key");

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public void Secrets_and_public_links_survive_a_restart_and_hold_on_a_second_instance()
    {
        using var first = Instance();
        using var second = Instance();
        var stored = Secrets(first).Protect(Secret);
        var token = first.GetRequiredService<PublicToken>().Create(TokenScope.Click, 7, 3);
        Assert.Equal(Secret, Secrets(second).Unprotect(stored));
        Assert.True(second.GetRequiredService<PublicToken>().TryRead(token, TokenScope.Click, out var delivery, out _));

        using var restarted = Instance();
        Assert.True(restarted.GetRequiredService<KeyRing>().Prepare().Succeeded);
        Assert.Equal((Secret, 7), (Secrets(restarted).Unprotect(stored), delivery));
        Assert.Equal(token, restarted.GetRequiredService<PublicToken>().Create(TokenScope.Click, 7, 3));
    }

    [Fact]
    public async Task The_database_alone_opens_nothing()
    {
        using var portal = Instance();
        Assert.True(portal.GetRequiredService<KeyRing>().Prepare().Succeeded);
        await using var db = await Context(portal);
        var keys = await db.DataProtectionKeys.Select(k => k.Xml).ToListAsync();
        Assert.All(keys, xml => Assert.Contains("<encryptedByMasterKey", xml, StringComparison.Ordinal));
        Assert.All(keys, xml => Assert.DoesNotContain("<value>", xml, StringComparison.Ordinal));
        Assert.NotNull((await db.Installations.SingleAsync()).ProtectedTokenKey);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    [Fact]
    public async Task An_instance_with_another_key_is_told_so_and_makes_nothing_in_its_place()
    {
        using (var first = Instance()) Secrets(first).Protect(Secret);
        var other = Path.Combine(database.Directory, "other", "master.key");
        await File.WriteAllTextAsync(
            Path.Combine(Directory.CreateDirectory(Path.GetDirectoryName(other)!).FullName, "master.key"),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        using var second = Instance(new KeyOptions { File = other });
        var refused = second.GetRequiredService<KeyRing>().Prepare();
        Assert.Equal("keys.unreadable", Assert.Single(refused.Problems).Code);
        Assert.Contains(
            $"the key file {other}: they were made with another one. All instances need the same Keys:File", refused.Problems[0].Message,
            StringComparison.Ordinal);
        await using var db = await Context(second);
        Assert.Equal(1, await db.DataProtectionKeys.CountAsync());
    }

    [Fact]
    public void A_lost_key_file_is_not_quietly_made_anew()
    {
        using (var first = Instance()) Secrets(first).Protect(Secret);
        File.Delete(KeyFile);
        using var second = Instance();
        Assert.Contains(
            "Could not find file", Assert.Single(second.GetRequiredService<KeyRing>().Prepare().Problems).Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public void A_damaged_key_file_is_named()
    {
        using (var first = Instance()) Secrets(first).Protect(Secret);
        File.WriteAllText(KeyFile, "half a k");
        using var second = Instance();
        Assert.Contains(
            $"The key file {KeyFile} is damaged", Assert.Single(second.GetRequiredService<KeyRing>().Prepare().Problems).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_that_cannot_be_made_is_a_sentence()
    {
        File.WriteAllText(Path.Combine(database.Directory, "elsewhere"), "a file where a folder should be");
        using var portal = Instance();
        var problem = Assert.Single(portal.GetRequiredService<KeyRing>().Prepare().Problems);
        Assert.Equal("keys.unusable", problem.Code);
        Assert.Contains("elsewhere", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_written_ends_in_an_error_and_not_in_a_loop()
    {
        using var portal = Instance();
        await using (var db = await Context(portal))
        {
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER full_disk BEFORE UPDATE ON Installations BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        }

        Assert.ThrowsAny<Exception>(() => portal.GetRequiredService<PublicToken>());
        await using var again = await Context(portal);
        await Assert.ThrowsAnyAsync<Exception>(() => CrmPrefix.ReadAsync(again, default));
    }

    [Fact]
    public async Task A_ring_that_cannot_be_read_is_not_mistaken_for_a_lost_secret()
    {
        string? stored;
        using (var first = Instance()) stored = Secrets(first).Protect(Secret);
        using var portal = Instance();
        await using (var db = await Context(portal)) await db.Database.ExecuteSqlRawAsync("ALTER TABLE DataProtectionKeys RENAME TO Gone");
        Assert.ThrowsAny<CryptographicException>(() => Secrets(portal).Unprotect(stored));
    }

    [Fact]
    public async Task Instances_that_start_at_once_agree_on_one_key_and_one_prefix()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var portal = Instance();
            await using var db = await Context(portal);
            return (portal.GetRequiredService<PublicToken>().Create(TokenScope.View, 1), await CrmPrefix.ReadAsync(db, default));
        })));
        Assert.Single(made.Distinct());
    }

    [Fact]
    public void A_certificate_takes_over_and_what_the_file_protected_stays_readable()
    {
        string? old;
        using (var before = Instance()) old = Secrets(before).Protect(Secret);
        var options = new KeyOptions { File = KeyFile, Certificate = MakeCertificate("pass"), CertificatePassword = "pass" };
        Assert.Empty(options.Validate(new(options)));
        using var portal = Instance(options);
        Assert.True(portal.GetRequiredService<KeyRing>().Prepare().Succeeded);
        Assert.Equal(Secret, Secrets(portal).Unprotect(old));
    }

    [Fact]
    public async Task A_certificate_alone_protects_a_new_database()
    {
        var options = new KeyOptions { File = KeyFile, Certificate = MakeCertificate("pass"), CertificatePassword = "pass" };
        string? stored;
        using (var portal = Instance(options)) stored = Secrets(portal).Protect(Secret);
        using var again = Instance(options);
        Assert.True(again.GetRequiredService<KeyRing>().Prepare().Succeeded);
        Assert.Equal(Secret, Secrets(again).Unprotect(stored));
        await using var db = await Context(again);
        Assert.All(
            await db.DataProtectionKeys.Select(k => k.Xml).ToListAsync(),
            xml => Assert.Contains("X509Certificate", xml, StringComparison.Ordinal));
        Assert.False(File.Exists(KeyFile));
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public void A_certificate_with_another_password_is_named_before_the_start(string? password)
    {
        var options = new KeyOptions { Certificate = MakeCertificate("pass"), CertificatePassword = password };
        Assert.Contains("Keys:CertificatePassword", Assert.Single(options.Validate(new(options))).ErrorMessage, StringComparison.Ordinal);
        var missing = new KeyOptions { Certificate = "/nowhere/portal.pfx" };
        Assert.Contains("cannot be read", Assert.Single(missing.Validate(new(missing))).ErrorMessage, StringComparison.Ordinal);
    }

    private static SecretBox Secrets(IServiceProvider services) => services.GetRequiredService<SecretBox>();

    private static Task<PortalContext> Context(IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();

    private ServiceProvider Instance(KeyOptions? keys = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddData(database.Options, keys ?? new KeyOptions { File = KeyFile });
        return services.BuildServiceProvider();
    }

    private string MakeCertificate(string password)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=portal keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var path = Path.Combine(database.Directory, $"{Guid.NewGuid():N}.pfx");
        File.WriteAllBytes(path, certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password));
        return path;
    }
}
