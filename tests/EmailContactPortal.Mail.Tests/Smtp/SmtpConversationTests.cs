using System.Text;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Tests.Smtp;

public class SmtpConversationTests
{
    private const string Hello = """
        S: 220 mx.example.com ESMTP
        C: EHLO client.example.com
        S: 250-mx.example.com
        S: 250-PIPELINING
        S: 250-SIZE 10000
        S: 250-8BITMIME
        S: 250-SMTPUTF8
        S: 250-DSN
        S: 250 ENHANCEDSTATUSCODES

        """;

    private const string OldHello = """
        S: 220-mx.example.com ESMTP
        S: 220 welcome
        C: EHLO client.example.com
        S: 502 what?
        C: HELO client.example.com
        S: 250 mx.example.com

        """;

    private static readonly byte[] Message = "Subject: x\r\n\r\n.dot\r\nend\r\n"u8.ToArray();

    public static TheoryData<Delivery> Deliveries => [Delivery.Whole, Delivery.ByLine, Delivery.ByByte];

    [Theory, MemberData(nameof(Deliveries))]
    public async Task Messages_follow_each_other_in_one_group(Delivery delivery)
    {
        using var server = RecordedConversation.Start(Hello + """
            C: MAIL FROM:<bounce@example.com> SIZE=25
            C: RCPT TO:<a@example.org>
            C: DATA
            S: 250 2.1.0 ok
            S: 250 2.1.5 ok
            S: 354 go
            C: Subject: x
            C: 
            C: ..dot
            C: end
            C: .
            C: MAIL FROM:<bounce@example.com> SIZE=25
            C: RCPT TO:<b@example.org>
            C: DATA
            S: 250-2.0.0 taken
            S: 250 2.0.0 as 4711
            S: 250 2.1.0 ok
            S: 550 5.1.1 no such user
            S: 354 go all the same
            C: .
            S: 554 5.5.1 nobody
            C: RSET
            C: MAIL FROM:<bounce@example.com> SIZE=25
            C: RCPT TO:<c@example.org>
            C: DATA
            S: 250 reset
            S: 250 ok
            S: 250 ok
            S: 354 go
            C: Subject: x
            C: 
            C: ..dot
            C: end
            C: .
            S: 452 4.2.2 mailbox full
            C: QUIT
            S: 221 bye
            """, delivery);

        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        Assert.Null(await connection.BeginAsync(To("a@example.org"), default));
        var turn = await connection.FinishAsync(Message, To("b@example.org"), default);
        Assert.Equal("250 2.0.0 taken as 4711", turn.Accepted!.ToString());
        Assert.Equal((SmtpTrouble.Permanent, SmtpStage.RcptTo, "5.1.1", true), (turn.NextFailure!.Trouble, turn.NextFailure.Stage, turn.NextFailure.Reply!.EnhancedCode, turn.NextFailure.ConcernsMessage));
        Assert.Null(await connection.BeginAsync(To("c@example.org"), default));
        turn = await connection.FinishAsync(Message, null, default);
        Assert.Equal((SmtpTrouble.Temporary, SmtpStage.EndOfData, false), (turn.Failure!.Trouble, turn.Failure.Stage, turn.Failure.IsUncertain));
        Assert.True(connection.IsUsable);
        await connection.QuitAsync(default);
        await server.EndAsync();
    }

    [Theory, MemberData(nameof(Deliveries))]
    public async Task Server_from_before_extensions_is_served_step_by_step(Delivery delivery)
    {
        using var server = RecordedConversation.Start(OldHello + """
            C: MAIL FROM:<bounce@example.com>
            S: 250 ok
            C: RCPT TO:<a@example.org>
            S: 251 will forward
            C: DATA
            S: 354 go
            C: Subject: x
            C: 
            C: ..dot
            C: end
            C: .
            S: 250 taken
            C: MAIL FROM:<bounce@example.com>
            S: 421 4.7.0 too many
            """, delivery);

        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        Assert.Null(await connection.BeginAsync(To("a@example.org"), default));
        var turn = await connection.FinishAsync(Message, To("b@example.org"), default);
        Assert.NotNull(turn.Accepted);
        Assert.Equal((SmtpTrouble.Temporary, SmtpStage.MailFrom, false), (turn.NextFailure!.Trouble, turn.NextFailure.Stage, turn.NextFailure.ConcernsMessage));
        Assert.False(connection.IsUsable);
        await server.EndAsync();
    }

    [Fact]
    public async Task Server_that_only_claims_to_pipeline_gets_its_commands_one_by_one()
    {
        using var server = RecordedConversation.Start(Hello + """
            C: MAIL FROM:<bounce@example.com> SIZE=25
            C: RCPT TO:<a@example.org>
            C: DATA
            S: 250 ok
            S: 503 what now?
            S: 503 what now?
            C: RSET
            S: 250 ok
            C: MAIL FROM:<bounce@example.com> SIZE=25
            S: 250 ok
            C: RCPT TO:<a@example.org>
            S: 250 ok
            C: DATA
            S: 354 go
            """);

        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        Assert.Null(await connection.BeginAsync(To("a@example.org"), default));
        Assert.False(connection.Capabilities.Pipelining);
        await server.EndAsync();
    }

    [Fact]
    public async Task Chunks_need_no_dots()
    {
        using var server = RecordedConversation.Start(Hello.Replace("250-DSN", "250-CHUNKING") + """
            C: MAIL FROM:<bounce@example.com> SIZE=25
            C: RCPT TO:<a@example.org>
            S: 250 ok
            S: 250 ok
            C: BDAT 25 LAST
            C: Subject: x
            C: 
            C: .dot
            C: end
            C: MAIL FROM:<bounce@example.com> SIZE=25
            C: RCPT TO:<b@example.org>
            S: 250 taken
            S: 250 ok
            S: 250 ok
            C: BDAT 25 LAST
            C: Subject: x
            C: 
            C: .dot
            C: end
            S: 502 BDAT?
            """);

        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint with { Chunking = SmtpChunking.Always }, default);
        Assert.Null(await connection.BeginAsync(To("a@example.org"), default));
        Assert.NotNull((await connection.FinishAsync(Message, To("b@example.org"), default)).Accepted);
        var turn = await connection.FinishAsync(Message, null, default);
        Assert.Equal((SmtpTrouble.Temporary, SmtpStage.Data), (turn.Failure!.Trouble, turn.Failure.Stage));
        Assert.False(connection.Capabilities.Chunking);
        await server.EndAsync();
    }

    [Fact]
    public async Task Envelope_options_go_only_to_servers_that_know_them()
    {
        using var server = RecordedConversation.Start(Hello + """
            C: MAIL FROM:<> SIZE=25 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=a+3D+2Bb
            C: RCPT TO:<jösé@xn--yhti-8qa.fi> NOTIFY=FAILURE,DELAY
            C: DATA
            S: 250 ok
            S: 250 ok
            S: 354 go
            """);

        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        var envelope = new SmtpEnvelope(null, MailboxAddress.Parse("jösé@yhtiö.fi"))
        {
            Size = 25,
            EnvelopeId = "a=+b",
            Notify = DsnNotify.Failure | DsnNotify.Delay,
        };
        Assert.Null(await connection.BeginAsync(envelope, default));
        await server.EndAsync();
    }

    [Fact]
    public async Task What_a_server_cannot_carry_is_refused_before_it_is_asked()
    {
        using var server = RecordedConversation.Start(OldHello);
        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        Assert.Equal(SmtpStage.RcptTo, (await connection.BeginAsync(To("jösé@example.org"), default))!.Stage);
        Assert.Equal(SmtpTrouble.Permanent, (await connection.BeginAsync(To("a@example.org") with { IsEightBit = true }, default))!.Trouble);
        Assert.True(connection.IsUsable);

        using var small = RecordedConversation.Start(Hello);
        await using var second = await SmtpConnection.OpenAsync(small.Endpoint, default);
        Assert.Contains("10000", (await second.BeginAsync(To("a@example.org") with { Size = 10001 }, default))!.Message);
    }

    [Theory]
    [InlineData("S! ", SmtpTrouble.Network, true)]
    [InlineData("S: 999 hm", SmtpTrouble.Protocol, true)]
    [InlineData("S: 354 again", SmtpTrouble.Protocol, true)]
    [InlineData("S: hello", SmtpTrouble.Protocol, true)]
    [InlineData("S: 550 5.7.1 spam", SmtpTrouble.Permanent, false)]
    [InlineData("S: 421 4.3.2 closing", SmtpTrouble.Temporary, false)]
    public async Task Only_an_answer_settles_the_end_of_data(string last, SmtpTrouble trouble, bool isUncertain)
    {
        using var server = RecordedConversation.Start(OldHello + $"""
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
            {last}
            """);

        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        Assert.Null(await connection.BeginAsync(To("a@example.org"), default));
        var turn = await connection.FinishAsync(Message, To("b@example.org"), default);
        Assert.Equal((trouble, isUncertain), (turn.Failure!.Trouble, turn.Failure.IsUncertain));
        Assert.NotNull(turn.NextFailure);
    }

    [Fact]
    public async Task Nothing_of_the_message_leaves_before_the_hook_has_run()
    {
        using var server = RecordedConversation.Start(OldHello + """
            C: MAIL FROM:<bounce@example.com>
            S: 250 ok
            C: RCPT TO:<a@example.org>
            S: 250 ok
            C: DATA
            S: 354 go
            C: QUIT
            """);
        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            connection.SendAsync(To("a@example.org"), Message, _ => throw new InvalidOperationException("the disk is full"), default));
        await connection.QuitAsync(default);
        await connection.DisposeAsync();

        // The server saw the end of the connection instead of a message or its end.
        var surprise = await Assert.ThrowsAnyAsync<Exception>(server.EndAsync);
        Assert.Contains("C: QUIT", surprise.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_server_is_left_after_the_time_allowed()
    {
        using var server = RecordedConversation.Start("C: nothing");
        var endpoint = server.Endpoint with { Timeouts = SmtpTimeouts.Short(TimeSpan.FromMilliseconds(100)) };
        var trouble = await Assert.ThrowsAsync<SmtpException>(() => SmtpConnection.OpenAsync(endpoint, default));
        Assert.Equal((SmtpTrouble.Network, SmtpStage.Greeting), (trouble.Trouble, trouble.Stage));
    }

    [Theory]
    [InlineData("S: 250-mx.example.com\nS: 251 mx.example.com")]
    [InlineData("S: 25")]
    [InlineData("S: 250_mx")]
    public async Task Answer_outside_the_protocol_ends_the_conversation(string answer)
    {
        using var server = RecordedConversation.Start($"S: 220 hi\nC: EHLO client.example.com\n{answer}");
        var trouble = await Assert.ThrowsAsync<SmtpException>(() => SmtpConnection.OpenAsync(server.Endpoint, default));
        Assert.Equal((SmtpTrouble.Protocol, SmtpStage.Hello), (trouble.Trouble, trouble.Stage));
    }

    [Fact]
    public void Endless_answer_is_cut_off()
    {
        var line = Encoding.ASCII.GetBytes("250-" + new string('x', 5000));
        Assert.Throws<FormatException>(() => SmtpReplyParser.TryParse(line, out _));
        var many = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("250-" + new string('x', 1000) + "\r\n", 100)));
        Assert.Throws<FormatException>(() => SmtpReplyParser.TryParse(many, out _));
        Assert.Throws<FormatException>(() => SmtpReplyParser.TryParse("250 bare\n"u8, out _));
    }

    private static SmtpEnvelope To(string recipient) =>
        new(MailboxAddress.Parse("bounce@example.com"), MailboxAddress.Parse(recipient)) { Size = Message.Length };
}
