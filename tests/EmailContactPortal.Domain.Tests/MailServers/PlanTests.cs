using EmailContactPortal.Domain.MailServers;

namespace EmailContactPortal.Domain.Tests.MailServers;

public sealed class PlanTests
{
    [Fact]
    public void Usual_plan_doubles_and_ends()
    {
        var plan = WarmUpPlan.Parse(WarmUpPlan.Usual).Value;

        Assert.Equal((200, 400, 100_000), (plan.VolumeAfter(0), plan.VolumeAfter(1), plan.VolumeAfter(plan.Volumes.Count - 1)));
        Assert.Null(plan.VolumeAfter(plan.Volumes.Count));
        Assert.Equal(WarmUpPlan.Usual, plan.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("200, many")]
    [InlineData("200, 0")]
    [InlineData("-5")]
    [InlineData("999999999999")]
    public void Plan_that_cannot_be_read_is_refused_in_words(string text) => Assert.False(WarmUpPlan.Parse(text).Succeeded);

    [Fact]
    public void Domains_are_read_in_any_writing()
    {
        Assert.Equal("gmail.com xn--mnchen-3ya.de", DomainLimit.ParseDomains("Gmail.com, @gmail.com;\n münchen.de").Value);
        Assert.False(DomainLimit.ParseDomains("not a domain!").Succeeded);
        Assert.False(DomainLimit.ParseDomains(" ").Succeeded);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 0, 5)]
    [InlineData(0, 30, 0.5)]
    [InlineData(5, 30, 0.5)]
    [InlineData(0.1, 30, 0.1)]
    public void Smaller_of_the_two_rates_holds(double perSecond, int perMinute, double expected) =>
        Assert.Equal(
            expected, new DomainLimit { Name = "x", Domains = "x.example", MaxPerSecond = perSecond, MaxPerMinute = perMinute }.Rate);
}
