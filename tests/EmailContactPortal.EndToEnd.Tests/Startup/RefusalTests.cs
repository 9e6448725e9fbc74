
namespace EmailContactPortal.EndToEnd.Tests.Startup;

public sealed class RefusalTests
{
    [Fact]
    public async Task Wrong_settings_are_all_listed_and_nothing_starts()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => PortalProcess.StartAsync(
            ("Portal:PublicUrl", "not an address"), ("Database:Provider", "Oracle"), ("MailServer:Host", "mail.example"),
            ("MailServer:Port", "99999")));

        Assert.Contains("Portal:PublicUrl is 'not an address'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Database:Provider is 'Oracle'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("MailServer:Port is 99999", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_of_the_wrong_kind_are_all_named_with_what_they_must_be()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => PortalProcess.StartAsync(
            ("MailCatcher:Port", "abc"), ("MailCatcher:Enabled", "perhaps"), ("MailServer:MaxConnections", "many"),
            ("MailServer:Security", "Rot13"), ("Bounces:SmtpPort", "twenty-five"),
            ("Database:MigrateOnStart", "later"), ("Portal:SampleData", "some"), ("Imports:MaxUploadBytes", "big"),
            ("Logs:Days", "forever"), ("Sending:Lease", "long")));

        foreach (var words in new[]
        {
            "MailCatcher:Port is 'abc'; it must be a whole number.", "MailCatcher:Enabled is 'perhaps'; it must be true or false.",
            "MailServer:MaxConnections is 'many'; it must be a whole number.",
            "MailServer:Security is 'Rot13'; it must be one of None, StartTls, Tls, Auto.", "Bounces:SmtpPort is 'twenty-five'",
            "Database:MigrateOnStart is 'later'", "Portal:SampleData is 'some'",
            "Imports:MaxUploadBytes is 'big'", "Logs:Days is 'forever'", "Sending:Lease is 'long'; it must be a time such as 00:01:30.",
        })
        {
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SqlServer",
        "Server=127.0.0.1,1;Database=portal;User Id=portal;Password=hidden from everybody;TrustServerCertificate=true;Connect "
            + "Timeout=5;ConnectRetryCount=0", "The database cannot be used")]
    [InlineData("Sqlite", "Data Source=/no/such/folder/portal.db", "The database cannot be used")]
    [InlineData("Sqlite", "Data Source=/tmp/ecp-there-is-no-such-portal.db;Mode=ReadOnly", "The database cannot be used")]
    [InlineData("SqlServer", "Sever=db;Database=portal", "ConnectionStrings:Portal cannot be read")]
    [InlineData("Sqlite", "Data Sauce=portal.db", "ConnectionStrings:Portal cannot be read")]
    public async Task A_database_that_cannot_be_reached_is_a_sentence(string provider, string connection, string words)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => PortalProcess.StartAsync(
            ("Database:Provider", provider), ("ConnectionStrings:Portal", connection)));

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden from everybody", failure.Message, StringComparison.Ordinal);
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
