using System.Net.Sockets;
using System.Text;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Receiving;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Mail.Tests.Receiving;

public sealed class SmtpReceiverTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<ReceivedMessage> _received = [];

    [Fact]
    public async Task Pythons_client_is_understood()
    {
        using var receiver = Start(new ReceiverOptions());
        await ForeignProgram.PythonAsync("""
            import sys, smtplib
            s = smtplib.SMTP('127.0.0.1', int(sys.stdin.read()))
            s.sendmail('a@example.com', ['b@example.com', 'c@example.com'], b'Subject: x\r\n\r\n.\r\n..two\r\n')
            s.sendmail('', ['d@example.com'], b'Subject: y\r\n\r\nz\r\n')
            s.quit()
            """, receiver.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(2, _received.Count);
        Assert.Equal("a@example.com", _received[0].ReturnPath!.ToString());
        Assert.Equal(["b@example.com", "c@example.com"], _received[0].Recipients.Select(recipient => recipient.ToString()));
        Assert.Equal("Subject: x\r\n\r\n.\r\n..two\r\n", Encoding.ASCII.GetString(_received[0].Content.Span));
        Assert.Null(_received[1].ReturnPath);
    }

    [Theory, InlineData(SmtpClientKind.MailKit), InlineData(SmtpClientKind.Pipelined)]
    public async Task Either_client_sends_a_thousand_messages_on_one_connection(SmtpClientKind client)
    {
        using var receiver = Start(new ReceiverOptions());
        await using var connection = await SmtpConnection.OpenAsync(Endpoint(receiver) with { Client = client }, default);
        Assert.Null(await connection.BeginAsync(Numbered(0), default));
        for (var i = 0; i < 1000; i++)
            Assert.NotNull((await connection.FinishAsync(i < 999 ? Numbered(i + 1) : null, default)).Accepted);

        Assert.Equal(
            Enumerable.Range(0, 1000).Select(i => $"Subject: {i}\r\n\r\n"),
            _received.Select(m => Encoding.ASCII.GetString(m.Content.Span)));
    }

    [Fact]
    public async Task Bounds_are_kept()
    {
        using var receiver = Start(new ReceiverOptions { MaxMessageSize = 100, Knows = address => address.LocalPart == "known" });
        await using var connection = await SmtpConnection.OpenAsync(Endpoint(receiver), default);
        var from = MailboxAddress.Parse("a@example.com");
        Assert.Equal(
            "5.1.1",
            (await connection.BeginAsync(
                new SmtpMessage(new SmtpEnvelope(from, MailboxAddress.Parse("other@example.com")), "x"u8.ToArray()),
                default))!.Reply!.EnhancedCode);
        var known = new SmtpMessage(new SmtpEnvelope(from, MailboxAddress.Parse("known@example.com")) { Size = 50 }, new byte[200]);
        Assert.Null(await connection.BeginAsync(known, default));
        var turn = await connection.FinishAsync(known, default);
        Assert.Equal(552, turn.Failure!.Reply!.Code);
        Assert.Null(turn.NextFailure);
        Assert.Empty(_received);
    }

    [Fact]
    public async Task Bare_line_feeds_end_no_message()
    {
        using var receiver = Start(new ReceiverOptions());
        using var client = new TcpClient("127.0.0.1", receiver.Port);
        var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await stream.WriteAsync(
            "HELO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nx\n.\nMAIL FROM:<evil@example.com>\r\n.\r\nQUIT\r\n"u8.ToArray());
        var said = await reader.ReadToEndAsync();

        Assert.EndsWith("221 2.0.0 Bye\r\n", said);
        Assert.Equal("x\n.\nMAIL FROM:<evil@example.com>\r\n", Encoding.ASCII.GetString(Assert.Single(_received).Content.Span));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private static SmtpMessage Numbered(int number) => new(
        new SmtpEnvelope(
            MailboxAddress.Parse("a@example.com"), MailboxAddress.Parse(number % 2 == 0 ? "jösé@example.com" : "jose@xn--yhti-8qa.fi")),
        Encoding.ASCII.GetBytes($"Subject: {number}\r\n\r\n"));

    private static SmtpEndpoint Endpoint(SmtpReceiver receiver) => new("127.0.0.1", receiver.Port) { Security = SmtpSecurity.None };

    private SmtpReceiver Start(ReceiverOptions options)
    {
        var receiver = new SmtpReceiver(options, (message, _) =>
        {
            _received.Add(message);
            return ValueTask.FromResult(true);
        });
        receiver.Start();
        _ = receiver.RunAsync(_stop.Token);
        return receiver;
    }
}
