using System.Text;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Dkim;
using EmailContactPortal.Mail.Encodings;
using EmailContactPortal.Mail.Mime;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Mail.Tests.Mime;
using EmailContactPortal.Testing;
using EmailContactPortal.Testing.RealServers;

namespace EmailContactPortal.Mail.Tests.RealServers;

/// <summary>What must hold with every server of other people's making; one class for each of them.</summary>
public abstract class RealServerTests(SmtpClientKind client)
{
    private static readonly DateTimeOffset Date = new(2026, 11, 21, 18, 25, 0, TimeSpan.Zero);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    protected abstract RealMailServer Server { get; }

    protected SmtpClientKind Client => client;

    public static TheoryData<string> Ways => ["plain", "STARTTLS", "TLS", "signed in"];

    [Theory, MemberData(nameof(Ways))]
    public async Task Messages_arrive_byte_for_byte_and_their_signatures_hold(string way)
    {
        using var rsa = DkimKey.GenerateRsa();
        using var ed25519 = DkimKey.GenerateEd25519();
        DkimSelector[] selectors = [new("r1", rsa), new("e1", ed25519)];
        var messages = Bodies().Select((body, i) => Signed(Message($"{way.Replace(' ', '-')}-{i}", body), selectors)).ToList();

        await SendAsync(Endpoint(way), messages);

        var delivered = await Task.WhenAll(messages.Select(m => Server.TakeAsync(IdOf(m))));
        Assert.All(messages.Zip(delivered), pair => Assert.Equal(pair.First, pair.Second[^pair.First.Length..]));
        var verdicts = await DkimVerifier.VerifyAsync(
            delivered, selectors.ToDictionary(s => $"{s.Name}._domainkey.example.com", s => s.Key.DnsRecord));
        Assert.All(verdicts, v => Assert.Equal(new[] { true, true }, v));
        foreach (var (body, parsed) in Bodies().Zip(await ForeignParser.ParseAsync(delivered)))
        {
            Assert.Equal(body.Replace("\r\n", "\n"), parsed.Text?.Replace("\r\n", "\n"));
            Assert.Empty(parsed.Defects);
        }
    }

    [Fact]
    public async Task A_wrong_password_is_told_as_such()
    {
        var trouble = await FailAsync(Endpoint("signed in") with { Credentials = new SmtpCredentials(RealMailServer.UserName, "wrong") });

        Assert.Equal((SmtpTrouble.Permanent, SmtpStage.Auth, 535), (trouble.Trouble, trouble.Stage, trouble.Reply?.Code));
        Assert.DoesNotContain("wrong", trouble.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("STARTTLS"), InlineData("TLS")]
    public async Task A_certificate_that_nobody_vouches_for_is_not_taken(string way)
    {
        var trouble = await FailAsync(Endpoint(way) with { AcceptsAnyCertificate = false });

        Assert.Equal((SmtpTrouble.Tls, SmtpStage.StartTls), (trouble.Trouble, trouble.Stage));
        Assert.Contains("the certificate is not to be trusted", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_taken()
    {
        var trouble = await FailAsync(Endpoint("TLS") with { Host = "127.0.0.1", AcceptsAnyCertificate = false });

        Assert.Contains("the certificate is for CN=localhost, not for 127.0.0.1", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task STARTTLS_that_is_required_and_not_offered_ends_the_conversation()
    {
        var trouble = await FailAsync(Endpoint("plain") with { Security = SmtpSecurity.StartTls });

        Assert.Equal((SmtpTrouble.Tls, "The server does not offer STARTTLS."), (trouble.Trouble, trouble.Message));
    }

    [Fact]
    public async Task A_server_that_wants_encryption_first_is_quoted()
    {
        await using var connection = await OpenAsync(Endpoint("STARTTLS") with { Security = SmtpSecurity.None });
        var refusal = await connection.BeginAsync(Outgoing("someone@real.example", Message("x", "x")), Limit());

        Assert.Equal((SmtpTrouble.Permanent, SmtpStage.MailFrom), (refusal!.Trouble, refusal.Stage));
        Assert.Contains("STARTTLS", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_stranger_is_refused_and_the_next_recipient_is_not()
    {
        await using var connection = await OpenAsync(Endpoint("plain"));
        var refusal = await connection.BeginAsync(Outgoing("someone@elsewhere.example", Message("x", "x")), Limit());
        Assert.Equal(SmtpStage.RcptTo, refusal?.Stage);
        Assert.InRange(refusal!.Reply!.Code, 450, 559);

        var message = Message("after-refusal", "Still here");
        await connection.SendAsync(Outgoing("friend@real.example", message), null, Limit());

        Assert.Equal(message, (await Server.TakeAsync(IdOf("after-refusal")))[^message.Length..]);
    }

    protected static CancellationToken Limit() => new CancellationTokenSource(Timeout).Token;

    /// <summary>The id of a message of this client; both clients send to one server.</summary>
    protected string IdOf(string name) => $"{client}-{name}@example.com";

    protected byte[] Message(string id, string text) => new MailMessage
    {
        From = NamedMailbox.Of("sender@example.com", "Sändér & Co"),
        To = [NamedMailbox.Of("someone@real.example", "山田さん")],
        Subject = "Real 🎉 " + id,
        Text = text,
        Html = $"<pre>{System.Net.WebUtility.HtmlEncode(text)}</pre>",
        Date = Date,
        MessageId = IdOf(id),
    }.ToBytes();

    protected static SmtpMessage Outgoing(string to, byte[] message, string from = "sender@example.com") =>
        new(new SmtpEnvelope(MailboxAddress.Parse(from), MailboxAddress.Parse(to)) { Size = message.Length }, message);

    protected static Task<SmtpConnection> OpenAsync(SmtpEndpoint endpoint) => SmtpConnection.OpenAsync(endpoint, Limit());

    protected SmtpEndpoint Endpoint(string way) => Plain(way) with { Client = client };

    private SmtpEndpoint Plain(string way) => way switch
    {
        "STARTTLS" => new SmtpEndpoint("localhost", Server.StartTlsPort) { Security = SmtpSecurity.StartTls, AcceptsAnyCertificate = true },
        "TLS" => new SmtpEndpoint("localhost", Server.TlsPort) { Security = SmtpSecurity.Tls, AcceptsAnyCertificate = true },
        "signed in" => new SmtpEndpoint("localhost", Server.SignInPort)
        {
            Security = SmtpSecurity.StartTls,
            AcceptsAnyCertificate = true,
            Credentials = new SmtpCredentials(RealMailServer.UserName, RealMailServer.Password),
        },
        _ => new SmtpEndpoint("127.0.0.1", Server.PlainPort) { Security = SmtpSecurity.None },
    };

    // All on one connection, each begun in the same write that ends the one before.
    protected static async Task SendAsync(SmtpEndpoint endpoint, IReadOnlyList<byte[]> messages)
    {
        await using var connection = await OpenAsync(endpoint);
        Assert.Null(await connection.BeginAsync(Outgoing("someone@real.example", messages[0]), Limit()));
        for (var i = 0; i < messages.Count; i++)
        {
            var turn = await connection.FinishAsync(
                i + 1 < messages.Count ? Outgoing("someone@real.example", messages[i + 1]) : null, Limit());
            Assert.Null(turn.Failure);
            Assert.Null(turn.NextFailure);
        }

        await connection.QuitAsync(Limit());
    }

    private static async Task<SmtpException> FailAsync(SmtpEndpoint endpoint) =>
        await Assert.ThrowsAsync<SmtpException>(() => OpenAsync(endpoint));

    private static string IdOf(byte[] message)
    {
        var text = Encoding.Latin1.GetString(message);
        var start = text.IndexOf("Message-ID: ", StringComparison.Ordinal);
        return text[start..text.IndexOf("\r\n", start, StringComparison.Ordinal)];
    }

    private static byte[] Signed(byte[] message, DkimSelector[] selectors)
    {
        using var buffer = new MessageBuffer();
        buffer.Write(message);
        new DkimSigner("example.com", selectors).Sign(buffer, Date);
        return buffer.ToArray();
    }

    private static string[] Bodies() =>
    [
        "Plain text.",
        ".\r\n..\r\n.a line with a dot\r\n\r\n.\r\n",
        "From the start\r\n  two  blanks\tand a tab \r\n\r\n\r\n",
        "Hyvää päivää, 山田さん 🎉",
        new string('w', 20_000),
        "",
        string.Concat(Enumerable.Range(0, 2000).Select(i => $"Line {i} of a longer letter. ")),
    ];
}
