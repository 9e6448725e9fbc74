using System.Text;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Tests.Smtp;

/// <summary>MailKit's client, and what only it does.</summary>
public sealed class MailKitTests() : SmtpConversationTests(SmtpClientKind.MailKit)
{
    [Theory, MemberData(nameof(Deliveries))]
    public async Task Messages_follow_each_other_with_sender_and_recipient_in_one_group(Delivery delivery)
    {
        using var server = Start(Conversation.Hello + """
            C: MAIL FROM:<bounce@example.com> SIZE=25
            C: RCPT TO:<a@example.org>
            S: 250 2.1.0 ok
            S: 250 2.1.5 ok
            C: DATA
            S: 354 go
            C: Subject: x
            C: 
            C: ..dot
            C: end
            C: .
            S: 250-2.0.0 taken
            S: 250 2.0.0 as 4711
            C: MAIL FROM:<bounce@example.com> SIZE=25
            C: RCPT TO:<b@example.org>
            S: 250 2.1.0 ok
            S: 550 5.1.1 no such user
            C: RSET
            S: 250 reset
            C: MAIL FROM:<bounce@example.com> SIZE=25
            C: RCPT TO:<c@example.org>
            S: 250 ok
            S: 250 ok
            C: DATA
            S: 354 go
            C: Subject: x
            C: 
            C: ..dot
            C: end
            C: .
            S: 452 4.2.2 mailbox full
            C: RSET
            S: 250 reset
            C: QUIT
            S: 221 bye
            """, delivery);

        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        Assert.Null(await connection.BeginAsync(Conversation.To("a@example.org"), default));
        var turn = await connection.FinishAsync(Conversation.To("b@example.org"), default);
        Assert.Equal("250 2.0.0 taken as 4711", turn.Accepted!.ToString());
        Assert.Equal(
            (SmtpTrouble.Permanent, SmtpStage.RcptTo, "5.1.1", true),
            (turn.NextFailure!.Trouble, turn.NextFailure.Stage, turn.NextFailure.Reply!.EnhancedCode, turn.NextFailure.ConcernsMessage));
        Assert.Null(await connection.BeginAsync(Conversation.To("c@example.org"), default));
        turn = await connection.FinishAsync(null, default);
        Assert.Equal(
            (SmtpTrouble.Temporary, SmtpStage.EndOfData, false), (turn.Failure!.Trouble, turn.Failure.Stage, turn.Failure.IsUncertain));
        Assert.True(connection.IsUsable);
        await connection.QuitAsync(default);
        await server.EndAsync();
    }

    [Fact]
    public async Task Every_positive_answer_to_a_message_takes_it()
    {
        using var server = Start(Conversation.OldHello + """
            C: MAIL FROM:<bounce@example.com>
            S: 250 ok
            C: RCPT TO:<a@example.org>
            S: 250 ok
            C: DATA
            S: 354 go
            C: Subject: x
            C: 
            C: ..dot
            C: end
            C: .
            S: 251 taken and forwarded
            C: RSET
            S: 250 ok
            """);
        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        Assert.Equal(251, (await connection.SendAsync(Conversation.To("a@example.org"), null, default)).Code);
        await server.EndAsync();
    }

    [Fact]
    public async Task Domain_stays_in_ascii_where_the_local_part_is()
    {
        using var server = Start(Conversation.Hello + """
            C: MAIL FROM:<bounce@example.com> SIZE=25
            C: RCPT TO:<a@xn--yhti-8qa.fi>
            S: 250 ok
            S: 250 ok
            C: DATA
            S: 354 go
            """);
        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        Assert.Null(await connection.BeginAsync(Conversation.To("a@yhtiö.fi"), default));
        await server.EndAsync();
    }

    [Fact]
    public async Task Envelope_options_go_only_to_servers_that_know_them()
    {
        using var server = Start(Conversation.Hello + """
            C: MAIL FROM:<> SMTPUTF8 SIZE=25 BODY=8BITMIME ENVID=a+3D+2Bb RET=HDRS
            C: RCPT TO:<jösé@yhtiö.fi>
            S: 250 ok
            S: 250 ok
            C: DATA
            S: 354 go
            """);

        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        var envelope = new SmtpEnvelope(
            null, MailboxAddress.Parse("jösé@yhtiö.fi"))
        { Size = 25, EnvelopeId = "a=+b", Notify = DsnNotify.Failure | DsnNotify.Delay };
        Assert.Null(await connection.BeginAsync(new SmtpMessage(envelope, Conversation.Message), default));
        await server.EndAsync();
    }

    [Fact]
    public async Task Server_that_is_silent_after_a_refusal_does_not_keep_its_answer_back()
    {
        using var server = Start(Conversation.OldHello + """
            C: MAIL FROM:<bounce@example.com>
            S: 550 5.7.1 no
            C: RSET
            C: nothing
            """);
        var endpoint = server.Endpoint with { Timeouts = new SmtpTimeouts { Quit = TimeSpan.FromMilliseconds(100) } };
        await using var connection = await SmtpConnection.OpenAsync(endpoint, default);
        var refusal = await connection.BeginAsync(Conversation.To("a@example.org"), default);
        Assert.Equal((SmtpTrouble.Permanent, SmtpStage.MailFrom, false), (refusal!.Trouble, refusal.Stage, connection.IsUsable));
    }

    [Fact]
    public async Task Message_of_any_length_arrives_whole()
    {
        // Around MailKit's blocks of 4,096 bytes and the pieces of 64 kB, with and without a line's end at the end.
        foreach (var length in new[] { 0, 1, 2, 4093, 4094, 4095, 4096, 8190, 65_536, 131_072, 300_000 })
        {
            var body = string.Concat(Enumerable.Repeat("0123456789\r\n", length / 12)) + new string('x', length % 12);
            var message = Encoding.ASCII.GetBytes("Subject: x\r\n\r\n" + body);
            using var server = new CountingServer();
            await using var connection = await SmtpConnection.OpenAsync(server.Endpoint with { Client = SmtpClientKind.MailKit }, default);
            await connection.SendAsync(
                new SmtpMessage(new SmtpEnvelope(null, MailboxAddress.Parse("a@example.org")) { Size = message.Length }, message), null,
                default);
            var expected = Encoding.ASCII.GetString(message);
            Assert.Equal(
                expected.EndsWith("\r\n", StringComparison.Ordinal) ? expected : expected + "\r\n",
                Encoding.ASCII.GetString(server.Message));
        }
    }
}
