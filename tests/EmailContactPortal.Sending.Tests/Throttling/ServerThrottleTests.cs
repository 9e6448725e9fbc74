using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Throttling;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Sending.Tests.Throttling;

public sealed class ServerGateTests
{
    private readonly SteppedClock _clock = new();

    [Fact]
    public void Server_without_limits_lets_everything_pass()
    {
        var throttle = Throttle(new ServerShares(_clock), 1);

        Assert.Equal(1_000, Passed(throttle, 1_000));
    }

    [Fact]
    public void Rate_is_kept_also_by_a_gate_made_anew_again_and_again()
    {
        var passed = 0;
        for (var restart = 0; restart < 100; restart++)
        {
            var throttle = Throttle(new ServerShares(_clock), 1, s => s.MaxPerSecond = 5);
            for (var tenth = 0; tenth < 10; tenth++)
            {
                passed += Passed(throttle, 10);
                _clock.Advance(TimeSpan.FromMilliseconds(100));
            }
        }

        Assert.InRange(passed, 300, 500);
    }

    [Fact]
    public void Rate_is_kept_over_minutes_and_reached()
    {
        var throttle = Throttle(new ServerShares(_clock), 1, s => s.MaxPerSecond = 50);
        var passed = 0;
        for (var step = 0; step < 60_000 / 7; step++)
        {
            passed += Passed(throttle, 100);
            _clock.Advance(TimeSpan.FromMilliseconds(7));
        }

        Assert.InRange(passed, 2_940, 3_001);
    }

    [Fact]
    public void Instances_divide_the_rate()
    {
        var throttle = Throttle(new ServerShares(_clock), 1, s => s.MaxPerSecond = 100);
        throttle.Refresh(throttle.Server, 4);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var passed = 0;
        for (var tenth = 0; tenth < 100; tenth++)
        {
            passed += Passed(throttle, 100);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(passed, 240, 260);
    }

    [Fact]
    public void Weights_divide_the_work_and_a_server_that_cannot_leaves_it_to_the_others()
    {
        var shares = new ServerShares(_clock);
        var (big, small) = (Throttle(shares, 1), Throttle(shares, 2));
        Weigh(shares, (big, 3), (small, 1));

        var (first, second) = Work(big, small, 4_000);
        Assert.InRange((double)first / second, 2.8, 3.2);

        big.Server.PausedUntil = _clock.GetUtcNow().UtcDateTime.AddMinutes(1);
        _clock.Advance(TimeSpan.FromSeconds(3));
        (first, second) = Work(big, small, 400);
        Assert.Equal((0, 400), (first, second));

        big.Server.PausedUntil = null;
        (first, second) = Work(big, small, 4_000);
        // It does not make up for all of its pause at once.
        Assert.InRange(first, 2_900, 3_200);
    }

    [Fact]
    public void Server_at_its_rate_does_not_hold_up_the_others_whatever_the_weights()
    {
        var shares = new ServerShares(_clock);
        var (big, small) = (Throttle(shares, 1, s => s.MaxPerSecond = 10), Throttle(shares, 2));
        Weigh(shares, (big, 9), (small, 1));

        var small1 = 0;
        for (var step = 0; step < 1_000; step++)
        {
            Passed(big, 1);
            small1 += Passed(small, 1);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(small1, 900, 1_000);
    }

    [Fact]
    public async Task Connections_are_shared_by_turns()
    {
        var slots = new ConnectionSlots(_clock) { Most = 1 };
        var first = await slots.EnterAsync(default);
        Assert.False(slots.ShouldLeave(first));
        var second = slots.EnterAsync(default);
        Assert.False(second.IsCompleted);
        Assert.False(slots.ShouldLeave(first));

        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(slots.ShouldLeave(first));
        slots.Leave();

        Assert.False(slots.ShouldLeave(await second.WaitAsync(TimeSpan.FromSeconds(10))));
    }

    private ServerThrottle Throttle(ServerShares shares, int id, Action<MailServer>? configure = null)
    {
        var server = new MailServer { Id = id, Name = $"Server {id}", Host = "mail.example" };
        configure?.Invoke(server);
        var throttle = new ServerThrottle(server, shares, _clock);
        throttle.Refresh(server, 1);
        return throttle;
    }

    private static void Weigh(ServerShares shares, params (ServerThrottle Throttle, int Weight)[] servers)
    {
        shares.Refresh([.. servers.Select(s => (s.Throttle.Server.Id, s.Weight))]);
        foreach (var (throttle, _) in servers)
            throttle.Settle();
    }

    private static (int First, int Second) Work(ServerThrottle first, ServerThrottle second, int messages)
    {
        var (of1, of2) = (0, 0);
        for (var round = 0; of1 + of2 < messages; round++)
        {
            Assert.True(round < 10 * messages, "Nobody may go on.");
            of1 += Passed(first, 1);
            of2 += Passed(second, 1);
        }

        return (of1, of2);
    }

    private static int Passed(ServerThrottle throttle, int asked) => Enumerable.Range(0, asked).Count(_ => throttle.TryPass());
}
