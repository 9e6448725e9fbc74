
namespace EmailContactPortal.EndToEnd.Tests.Startup;

public sealed class RefusalTests
{
    [Fact]
    public async Task Wrong_settings_are_all_listed_and_nothing_starts()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => PortalProcess.StartAsync(
            ("Portal:PublicUrl", "not an address"), ("Database:Provider", "Oracle"), ("MailServer:Host", "mail.example"), ("MailServer:Port", "99999")));

        Assert.Contains("Portal:PublicUrl is 'not an address'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Database:Provider is 'Oracle'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("MailServer:Port is 99999", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_key_file_is_a_sentence_and_nothing_starts()
    {
        await using var portal = await PortalProcess.StartAsync();
        await portal.StopAsync();
        var file = Path.Combine(portal.Directory, "keys", "master.key");
        File.Delete(file);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(portal.StartAgainAsync);

        Assert.Contains($"of the keys in the database cannot be read with the key file {file}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_polite_stop_ends_the_portal_and_a_second_start_finds_everything()
    {
        await using var portal = await PortalProcess.StartAsync();

        await portal.StopAsync();
        await portal.StartAgainAsync();

        Assert.DoesNotContain("First sign-in", portal.Output, StringComparison.Ordinal);
        await using var browsing = await Browsing.StartAsync();
        var page = await browsing.SignInAsync(portal);
        await Browsing.LookAsync(page, "home-empty");
        Assert.Empty(browsing.ConsoleErrors);
    }
}
