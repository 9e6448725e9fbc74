using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Throttling;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Sending.Tests.Throttling;

public sealed class DomainTests
{
    private readonly SteppedClock _clock = new();

    [Fact]
    public void Domains_of_one_provider_share_its_limit_and_others_have_none()
    {
        var book = new DomainThrottles(_clock);
        book.Refresh([Limit("Gmail", "gmail.com googlemail.com", perSecond: 2)]);

        Assert.Same(book.Find("a@gmail.com"), book.Find("B@GoogleMail.com"));
        Assert.Null(book.Find("a@example.org"));
        Assert.Null(book.Find("a@notgmail.com"));
    }

    [Fact]
    public void Limit_for_all_others_holds_for_each_of_them()
    {
        var book = new DomainThrottles(_clock);
        book.Refresh([Limit("All other domains", DomainLimit.Others, perSecond: 1)]);

        var (one, two) = (book.Find("a@one.example")!, book.Find("a@two.example")!);
        Assert.NotSame(one, two);
        Assert.Same(one, book.Find("b@one.example"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((true, false, true), (one.TryPass(true), one.TryPass(true), two.TryPass(true)));
        book.Refresh([]);
        Assert.Null(new DomainThrottles(_clock).Find("a@one.example"));
        Assert.True(one.TryPass(true));
    }

    [Fact]
    public void Limits_hold_on_relays_only_when_made_for_them()
    {
        var book = new DomainThrottles(_clock);
        book.Refresh([Limit("Own", "own.example", connections: 1), Limit("All", "all.example", connections: 1, relays: true, id: 2)]);

        var (own, all) = (book.Find("a@own.example")!, book.Find("a@all.example")!);
        Assert.Equal((true, true), (own.TryPass(false), own.TryPass(false)));
        Assert.False(own.TryPass(true));
        Assert.Equal((true, false), (all.TryPass(false), all.TryPass(false)));
        all.Done();
        Assert.True(all.TryPass(false));
    }

    [Fact]
    public void Slowed_domain_is_slow_on_a_relay_too_and_stays_so_over_a_restart()
    {
        var book = new DomainThrottles(_clock);
        var throttle = book.FindOrAdd("a@storm.example");
        throttle.Adaptive.Slow(20, "451 4.7.1 slow down");
        Assert.Same(throttle, book.Find("b@storm.example"));
        Assert.Equal(10, PassedInTenSeconds(throttle) / 10.0, 0.5);

        var restarted = new DomainThrottles(_clock);
        var kept = throttle.Adaptive.Keep()!;
        kept.Domain = throttle.Name;
        restarted.Load([kept]);
        Assert.Equal(10, restarted.Find("c@storm.example")!.Adaptive.PerSecond);
    }

    [Fact]
    public void Changed_limit_keeps_what_is_on_its_way()
    {
        var book = new DomainThrottles(_clock);
        book.Refresh([Limit("Own", "own.example", connections: 3)]);
        var throttle = book.Find("a@own.example")!;
        Assert.True(throttle.TryPass(true) && throttle.TryPass(true) && throttle.TryPass(true));

        book.Refresh([Limit("Own", "own.example also.example", connections: 4)]);

        Assert.Same(throttle, book.Find("a@also.example"));
        Assert.True(throttle.TryPass(true));
        Assert.False(throttle.TryPass(true));
    }

    [Fact]
    public void Put_aside_work_waits_for_its_domain_in_order_and_is_bounded()
    {
        var parking = new DelayedQueue<string>(_clock);
        var book = new DomainThrottles(_clock);
        book.Refresh([Limit("Slow", "slow.example", perSecond: 2), Limit("Other", "other.example", perSecond: 4, id: 2)]);
        var (slow, other) = (book.Find("a@slow.example")!, book.Find("a@other.example")!);

        var parked = Enumerable.Range(0, 100).Count(i => parking.TryPark(slow, $"slow {i}", true));
        Assert.Equal(40, parked);
        Assert.True(parking.TryPark(other, "other 0", true));
        Assert.Null(parking.TryTake(true));

        _clock.Advance(TimeSpan.FromSeconds(0.6));
        string[] taken = [parking.TryTake(true)!, parking.TryTake(true)!];
        Assert.Equal(["other 0", "slow 0"], taken.Order());
        Assert.Null(parking.TryTake(true));
        _clock.Advance(TimeSpan.FromSeconds(0.6));
        Assert.Equal("slow 1", parking.TryTake(true));
        Assert.Equal(38, parking.Clear().Count);
        Assert.Equal(0, parking.Count);
    }

    [Fact]
    public void Work_without_room_is_looked_at_again_when_its_domain_can_take_it()
    {
        var book = new DomainThrottles(_clock);
        book.Refresh([Limit("Slow", "slow.example", perSecond: 2)]);
        var throttle = book.Find("a@slow.example")!;
        var now = _clock.GetUtcNow().UtcDateTime;

        var first = throttle.Book(true);
        for (var i = 0; i < 99; i++)
            throttle.Book(true);

        Assert.InRange((first - now).TotalSeconds, 20, 21);
        Assert.InRange((throttle.Book(true) - now).TotalSeconds, 70, 71);
        for (var i = 0; i < 10_000; i++)
            throttle.Book(true);
        Assert.InRange((throttle.Book(true) - now).TotalMinutes, 5, 5);
    }

    private int PassedInTenSeconds(DomainThrottle throttle)
    {
        var passed = 0;
        for (var step = 0; step < 1_000; step++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            passed += throttle.TryPass(false) ? 1 : 0;
        }

        return passed;
    }

    private static DomainLimit Limit(
        string name, string domains, double perSecond = 0, int connections = 0, bool relays = false, int id = 1) =>
        new() { Id = id, Name = name, Domains = domains, MaxPerSecond = perSecond, MaxConnections = connections, HoldsForRelays = relays };
}
