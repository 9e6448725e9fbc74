using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Sending.Throttling;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Sending.Tests.Throttling;

public sealed class AdaptiveTests
{
    private readonly SteppedClock _clock = new();

    [Fact]
    public void Trouble_halves_the_rate_and_success_brings_it_back_step_by_step()
    {
        var rate = new AdaptiveRate(_clock);
        Assert.True(rate.Slow(100, "451 4.7.1 slow down"));
        Assert.Equal(50, rate.PerSecond);
        Assert.False(rate.Slow(100, "451 4.7.1 slow down"));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(rate.Slow(50, "451 4.7.1 slow down"));
        Assert.Equal(25, rate.PerSecond);

        var seen = new List<double>();
        for (var second = 0; second < 200 && rate.PerSecond > 0; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            rate.Works();
            rate.Recover();
            if (seen.Count == 0 || seen[^1] != rate.PerSecond)
                seen.Add(rate.PerSecond);
        }

        Assert.Equal([25, 35, 45, 55, 65, 75, 85, 95, 0], seen);
    }

    [Fact]
    public void Without_a_success_it_stays_slow_for_some_minutes()
    {
        var rate = new AdaptiveRate(_clock);
        rate.Slow(100, "421 4.7.0 later");
        _clock.Advance(TimeSpan.FromMinutes(9));
        rate.Recover();
        Assert.Equal(50, rate.PerSecond);
        _clock.Advance(TimeSpan.FromMinutes(2));
        rate.Recover();
        Assert.Equal(60, rate.PerSecond);
    }

    [Fact]
    public void What_was_learned_is_taken_over_after_a_restart_and_wears_off()
    {
        var rate = new AdaptiveRate(_clock);
        rate.Slow(100, "451 4.7.1 slow down");
        var kept = rate.Keep()!;
        Assert.False(rate.IsChanged);

        _clock.Advance(TimeSpan.FromMinutes(21));
        var restarted = new AdaptiveRate(_clock);
        restarted.Load(kept);
        Assert.Equal(70, restarted.PerSecond);
        Assert.Equal("451 4.7.1 slow down", restarted.Keep()!.Reason);

        _clock.Advance(TimeSpan.FromHours(2));
        var later = new AdaptiveRate(_clock);
        later.Load(kept);
        Assert.Equal(0, later.PerSecond);
    }

    [Fact]
    public void The_odd_refusal_is_no_storm()
    {
        var storm = new RefusalBurst(_clock);
        Assert.False(storm.Counts(0, "a.example"));
        Assert.False(storm.Counts(500, "a.example"));
        Assert.False(storm.Counts(1_000, "a.example"));
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.False(storm.Counts(1_000, "a.example"));
        Assert.False(storm.Counts(1_010, "a.example"));
        Assert.True(storm.Counts(1_020, "a.example"));
        Assert.False(storm.IsWide(1_020));
    }

    [Theory]
    [InlineData(421, "4.7.0", "Too many connections", true)]
    [InlineData(450, "4.7.1", "Rate limit exceeded", true)]
    [InlineData(451, "4.3.2", "System not accepting messages", true)]
    [InlineData(451, null, "try again later", true)]
    [InlineData(454, null, "try again later", true)]
    [InlineData(450, "4.2.1", "Mailbox busy", false)]
    [InlineData(452, "4.2.2", "Mailbox full", false)]
    [InlineData(450, "4.7.1", "Greylisted, come back", false)]
    public void Only_answers_about_system_and_policy_ask_for_less(int code, string? enhanced, string text, bool expected) =>
        Assert.Equal(
            expected,
            AnswerRules.AskForLess(new SmtpException(SmtpTrouble.Temporary, SmtpStage.RcptTo, text, new SmtpReply(code, text, enhanced))));

    [Fact]
    public void Refusals_for_good_and_broken_connections_do_not_ask_for_less()
    {
        Assert.False(
            AnswerRules.AskForLess(new SmtpException(SmtpTrouble.Permanent, SmtpStage.RcptTo, "no", new SmtpReply(550, "no", "5.7.1"))));
        Assert.False(AnswerRules.AskForLess(new SmtpException(SmtpTrouble.Network, SmtpStage.EndOfData, "gone")));
    }
}
