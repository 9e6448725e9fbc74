using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Tests.Smtp;

/// <summary>What both clients do; a class for each of them.</summary>
public abstract class SmtpConversationTests(SmtpClientKind client)
{
    public static TheoryData<Delivery> Deliveries => [Delivery.Whole, Delivery.ByLine, Delivery.ByByte];

    [Theory, MemberData(nameof(Deliveries))]
    public async Task Server_from_before_extensions_is_served_step_by_step(Delivery delivery)
    {
        using var server = Start(Conversation.OldHello + """
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
        Assert.Null(await connection.BeginAsync(Conversation.To("a@example.org"), default));
        var turn = await connection.FinishAsync(Conversation.To("b@example.org"), default);
        Assert.NotNull(turn.Accepted);
        Assert.Equal(
            (SmtpTrouble.Temporary, SmtpStage.MailFrom, false),
            (turn.NextFailure!.Trouble, turn.NextFailure.Stage, turn.NextFailure.ConcernsMessage));
        Assert.False(connection.IsUsable);
        await server.EndAsync();
    }

    [Fact]
    public async Task What_a_server_cannot_carry_is_refused_before_it_is_asked()
    {
        using var server = Start(Conversation.OldHello);
        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint, default);
        Assert.Equal(SmtpStage.RcptTo, (await connection.BeginAsync(Conversation.To("jösé@example.org"), default))!.Stage);
        Assert.Equal(SmtpTrouble.Permanent, (await connection.BeginAsync(Eight(Conversation.To("a@example.org")), default))!.Trouble);
        Assert.True(connection.IsUsable);

        using var small = Start(Conversation.Hello);
        await using var second = await SmtpConnection.OpenAsync(small.Endpoint, default);
        Assert.Contains("10000", (await second.BeginAsync(Large(Conversation.To("a@example.org")), default))!.Message);
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
        using var server = Start(Conversation.OldHello + $"""
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
        Assert.Null(await connection.BeginAsync(Conversation.To("a@example.org"), default));
        var turn = await connection.FinishAsync(Conversation.To("b@example.org"), default);
        Assert.Equal((trouble, isUncertain), (turn.Failure!.Trouble, turn.Failure.IsUncertain));
        Assert.NotNull(turn.NextFailure);
    }

    [Fact]
    public async Task Nothing_of_the_message_leaves_before_the_hook_has_run()
    {
        using var server = Start(Conversation.OldHello + """
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
            connection.SendAsync(Conversation.To("a@example.org"), _ => throw new InvalidOperationException("the disk is full"), default));
        await connection.QuitAsync(default);
        await connection.DisposeAsync();

        // The server saw the end of the connection instead of a message or its end.
        var surprise = await Assert.ThrowsAnyAsync<Exception>(server.EndAsync);
        Assert.Contains("C: QUIT", surprise.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_server_is_left_after_the_time_allowed()
    {
        using var server = Start("C: nothing");
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
        using var server = Start($"S: 220 hi\nC: EHLO client.example.com\n{answer}");
        var trouble = await Assert.ThrowsAsync<SmtpException>(() => SmtpConnection.OpenAsync(server.Endpoint, default));
        Assert.Equal((SmtpTrouble.Protocol, SmtpStage.Hello), (trouble.Trouble, trouble.Stage));
    }

    private protected RecordedConversation Start(string script, Delivery delivery = Delivery.Whole) =>
        RecordedConversation.Start(script, delivery, client);

    private static SmtpMessage Eight(SmtpMessage message) => message with { Envelope = message.Envelope with { IsEightBit = true } };

    private static SmtpMessage Large(SmtpMessage message) => message with { Envelope = message.Envelope with { Size = 10001 } };
}
