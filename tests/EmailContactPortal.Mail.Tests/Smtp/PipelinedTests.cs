using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Tests.Smtp;

/// <summary>The pipelined client, and what only it does.</summary>
public sealed class PipelinedTests() : SmtpConversationTests(SmtpClientKind.Pipelined)
{
    [Theory, MemberData(nameof(Deliveries))]
    public async Task Messages_follow_each_other_in_one_group(Delivery delivery)
    {
        using var server = Start(Conversation.Hello + """
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
    public async Task Server_that_only_claims_to_pipeline_gets_its_commands_one_by_one()
    {
        using var server = Start(Conversation.Hello + """
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
        Assert.Null(await connection.BeginAsync(Conversation.To("a@example.org"), default));
        Assert.False(connection.Capabilities.Pipelining);
        await server.EndAsync();
    }

    [Fact]
    public async Task Chunks_need_no_dots()
    {
        using var server = Start(Conversation.Hello.Replace("250-DSN", "250-CHUNKING") + """
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
        Assert.Null(await connection.BeginAsync(Conversation.To("a@example.org"), default));
        Assert.NotNull((await connection.FinishAsync(Conversation.To("b@example.org"), default)).Accepted);
        var turn = await connection.FinishAsync(null, default);
        Assert.Equal((SmtpTrouble.Temporary, SmtpStage.Data), (turn.Failure!.Trouble, turn.Failure.Stage));
        Assert.False(connection.Capabilities.Chunking);
        await server.EndAsync();
    }

    [Fact]
    public async Task Envelope_options_go_only_to_servers_that_know_them()
    {
        using var server = Start(Conversation.Hello + """
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
        Assert.Null(await connection.BeginAsync(new SmtpMessage(envelope, Conversation.Message), default));
        await server.EndAsync();
    }
}
