using System.Text;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Tests.Smtp;

/// <summary>Every fault at every stage has one right outcome, whichever client talks, with and without PIPELINING and TLS.</summary>
public sealed class FaultTests
{
    // Longer than what a system keeps in its buffers, so that a fault in the middle of a message meets a client that still writes.
    private static readonly byte[] Message =
        Encoding.ASCII.GetBytes("Subject: x\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 6_000)));

    private static readonly SmtpStage[] Stages =
        [SmtpStage.Greeting, SmtpStage.Hello, SmtpStage.MailFrom, SmtpStage.RcptTo, SmtpStage.Data, SmtpStage.Body, SmtpStage.EndOfData];

    public static TheoryData<SmtpClientKind, SmtpStage, Fault> Cases()
    {
        var cases = new TheoryData<SmtpClientKind, SmtpStage, Fault>();
        foreach (var client in Enum.GetValues<SmtpClientKind>())
            foreach (var stage in Stages)
                foreach (var fault in Enum.GetValues<Fault>())
                    cases.Add(client, stage, fault);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Fault_has_its_one_right_outcome(SmtpClientKind client, SmtpStage stage, Fault fault)
    {
        foreach (var (pipelines, encrypts) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            using var server = new FaultyServer(stage, fault, pipelines, encrypts);
            var trouble = await SendAsync(server.Endpoint with { Client = client });

            var scene =
                $"{client}, {fault} at {stage}, pipelining {pipelines}, TLS {encrypts}: {trouble?.Stage} {trouble?.Trouble} {trouble?.Message}";
            Assert.True(trouble is not null, scene);
            Assert.True(trouble.IsUncertain == IsUncertain(stage, fault), scene);
            var isLost = trouble.Trouble is SmtpTrouble.Network or SmtpTrouble.Protocol && trouble.Reply?.Code is null or < 400;
            Assert.True(
                Answer(fault) is { } answer && (trouble.Trouble, trouble.Reply?.Code) == answer
                    || isLost && MayBeLost(client, stage, fault), scene);
            Assert.True(trouble.Stage <= SmtpStage.Body || stage is SmtpStage.EndOfData, scene);
        }
    }

    [Theory, InlineData(SmtpClientKind.MailKit), InlineData(SmtpClientKind.Pipelined)]
    public async Task Broken_off_in_the_middle_of_a_message_it_was_surely_not_taken(SmtpClientKind client)
    {
        using var server = new FaultyServer(SmtpStage.Body, Fault.Stall, pipelines: true, encrypts: false);
        using var stop = new CancellationTokenSource();
        await using var connection =
            await SmtpConnection.OpenAsync(server.Endpoint with { Client = client, Timeouts = new SmtpTimeouts() }, default);
        var envelope = new SmtpEnvelope(
            MailboxAddress.Parse("a@example.com"), MailboxAddress.Parse("b@example.org"))
        { Size = Message.Length };
        Assert.Null(await connection.BeginAsync(new SmtpMessage(envelope, Message), default));

        stop.CancelAfter(TimeSpan.FromMilliseconds(200));
        var turn = await connection.FinishAsync(null, stop.Token);

        Assert.Equal((SmtpTrouble.Network, SmtpStage.Body, false), (turn.Failure!.Trouble, turn.Failure.Stage, turn.Failure.IsUncertain));
        Assert.False(connection.IsUsable);
    }

    // Only a lost answer to the whole message leaves it open whether it was taken.
    private static bool IsUncertain(SmtpStage stage, Fault fault) => stage == SmtpStage.EndOfData && Answer(fault) is null;

    private static (SmtpTrouble, int?)? Answer(Fault fault) => fault switch
    {
        Fault.Refuse => (SmtpTrouble.Permanent, 550),
        Fault.Defer => (SmtpTrouble.Temporary, 451),
        Fault.Close => (SmtpTrouble.Temporary, 421),
        _ => null,
    };

    // A server that hangs up in mid-message resets the connection, and what it said may be lost with it; MailKit tries HELO after any
    // answer to EHLO.
    private static bool MayBeLost(SmtpClientKind client, SmtpStage stage, Fault fault) =>
        Answer(fault) is null || stage == SmtpStage.Body
            || client == SmtpClientKind.MailKit && stage == SmtpStage.Hello && fault == Fault.Close;

    private static async Task<SmtpException?> SendAsync(SmtpEndpoint endpoint)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await using var connection = await SmtpConnection.OpenAsync(endpoint, limit.Token);
            var envelope = new SmtpEnvelope(
                MailboxAddress.Parse("a@example.com"), MailboxAddress.Parse("b@example.org"))
            { Size = Message.Length };
            await connection.SendAsync(new SmtpMessage(envelope, Message), null, limit.Token);
            return null;
        }
        catch (SmtpException e)
        {
            return e;
        }
    }
}
