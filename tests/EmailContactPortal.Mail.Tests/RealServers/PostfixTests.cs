using System.Text;
using EmailContactPortal.Mail.Reports;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Testing.RealServers;

namespace EmailContactPortal.Mail.Tests.RealServers;

/// <summary>Debian's Postfix, with Cyrus SASL.</summary>
public abstract class PostfixTests(SmtpClientKind client, PostfixTests.Started started) : RealServerTests(client)
{
    public const string Collection = "Postfix";

    protected override RealMailServer Server => started.Server;

    [Theory, InlineData("PLAIN"), InlineData("LOGIN"), InlineData("CRAM-MD5"), InlineData("SCRAM-SHA-1"), InlineData("SCRAM-SHA-256")]
    public async Task Every_way_of_signing_in_works_with_Cyrus(string mechanism)
    {
        var endpoint = Endpoint("signed in") with { Port = started.Server.PortFor(mechanism), Security = SmtpSecurity.None };

        await SendAsync(endpoint, [Message($"auth-{mechanism}", "Signed in")]);
        await Server.TakeAsync(IdOf($"auth-{mechanism}"));
        var refused = await Assert.ThrowsAsync<SmtpException>(() => OpenAsync(endpoint with
        {
            Credentials = new SmtpCredentials(RealMailServer.UserName, "wrong"),
        }));

        Assert.Equal((SmtpTrouble.Permanent, SmtpStage.Auth), (refused.Trouble, refused.Stage));
        Assert.Contains($"sasl_method={mechanism}", started.Server.ReadLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_not_shown_without_encryption_unless_a_person_chose_that()
    {
        var endpoint = Endpoint("signed in") with { Port = started.Server.PortFor("PLAIN"), Security = SmtpSecurity.Auto };

        var trouble = await Assert.ThrowsAsync<SmtpException>(() => OpenAsync(endpoint));

        Assert.Contains("without encryption", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task International_addresses_and_eight_bit_text_arrive_as_they_are()
    {
        var message =
            Encoding.UTF8.GetBytes(
                "From: sender@example.com\r\nTo: yamada.山田@real.example\r\nSubject: Größe\r\nDate: Sat, 21 Nov 2026 18:25:00 "
                    + "+0000\r\nMessage-ID: <" + IdOf("utf8")
                        + ">\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
                        + "8bit\r\n\r\nHyvää päivää\r\n");
        await using var connection = await OpenAsync(Endpoint("plain"));

        await connection.SendAsync(
            new SmtpMessage(Outgoing("yamada.山田@real.example", message).Envelope with { IsEightBit = true }, message), null, Limit());

        Assert.Equal(message, (await Server.TakeAsync(IdOf("utf8")))[^message.Length..]);
    }

    [Fact]
    public async Task A_report_of_success_comes_back_with_the_id_that_was_given()
    {
        var message = Message("dsn", "Tell me");
        await using var connection = await OpenAsync(Endpoint("plain"));
        Assert.True(connection.Capabilities.Dsn);

        var envelope = Outgoing("someone@real.example", message, "reports@real.example").Envelope with
        {
            EnvelopeId = $"campaign 7+delivery={Client}",
            Notify = DsnNotify.Success | DsnNotify.Failure,
        };

        await connection.SendAsync(new SmtpMessage(envelope, message), null, Limit());

        var report = Encoding.UTF8.GetString(await Server.TakeAsync($"Original-Envelope-Id: campaign 7+delivery={Client}"));
        Assert.Contains("Original-Recipient: rfc822;someone@real.example", report, StringComparison.Ordinal);
        Assert.Contains("Action: delivered", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PostfixServer.NoSuchMailbox, ReturnedKind.HardBounce, "5.1.1")]
    [InlineData(PostfixServer.FullMailbox, ReturnedKind.SoftBounce, "5.2.2")]
    public async Task Its_reports_of_failure_are_understood(string recipient, ReturnedKind kind, string status)
    {
        var message = Message("bounced-" + status, "Come back");
        await using var connection = await OpenAsync(Endpoint("plain"));

        await connection.SendAsync(Outgoing(recipient, message, "returned@real.example"), null, Limit());

        var returned = ReturnedMailReader.Read(await Server.TakeAsync($"Status: {status}"), hasReturnPath: false);
        Assert.Equal((kind, status), (returned.Kind, returned.Status));
    }

    public sealed class Started : IAsyncLifetime
    {
        public PostfixServer Server { get; } = new();

        public Task InitializeAsync() => Server.StartAsync();

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}

[CollectionDefinition(PostfixTests.Collection)]
public sealed class PostfixCollection : ICollectionFixture<PostfixTests.Started>;

[Collection(PostfixTests.Collection)]
public sealed class MailKitPostfixTests(PostfixTests.Started started) : PostfixTests(SmtpClientKind.MailKit, started);

[Collection(PostfixTests.Collection)]
public sealed class PipelinedPostfixTests(PostfixTests.Started started) : PostfixTests(SmtpClientKind.Pipelined, started)
{
    [Fact]
    public async Task Messages_in_chunks_arrive_byte_for_byte()
    {
        byte[][] messages = [Message("bdat-1", ".\r\n..\r\n"), Message("bdat-2", new string('x', 300_000)), Message("bdat-3", "Hyvää")];

        await SendAsync(Endpoint("plain") with { Chunking = SmtpChunking.Always }, messages);

        for (var i = 0; i < messages.Length; i++)
            Assert.Equal(messages[i], (await Server.TakeAsync(IdOf($"bdat-{i + 1}")))[^messages[i].Length..]);
    }
}
