using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Testing.RealServers;

namespace EmailContactPortal.Mail.Tests.RealServers;

/// <summary>Debian's OpenSMTPD, which has neither PIPELINING nor CHUNKING.</summary>
public abstract class OpenSmtpdTests(SmtpClientKind client, OpenSmtpdTests.Started started) : RealServerTests(client)
{
    public const string Collection = "OpenSMTPD";

    protected override RealMailServer Server => started.Server;

    [Fact]
    public async Task What_it_cannot_do_is_done_without()
    {
        await using var connection = await OpenAsync(Endpoint("plain"));

        Assert.Equal(
            (false, false, true),
            (connection.Capabilities.Pipelining, connection.Capabilities.Chunking, connection.Capabilities.EightBitMime));
    }

    public sealed class Started : IAsyncLifetime
    {
        public OpenSmtpdServer Server { get; } = new();

        public Task InitializeAsync() => Server.StartAsync();

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}

[CollectionDefinition(OpenSmtpdTests.Collection)]
public sealed class OpenSmtpdCollection : ICollectionFixture<OpenSmtpdTests.Started>;

[Collection(OpenSmtpdTests.Collection)]
public sealed class MailKitOpenSmtpdTests(OpenSmtpdTests.Started started) : OpenSmtpdTests(SmtpClientKind.MailKit, started);

[Collection(OpenSmtpdTests.Collection)]
public sealed class PipelinedOpenSmtpdTests(OpenSmtpdTests.Started started) : OpenSmtpdTests(SmtpClientKind.Pipelined, started);
