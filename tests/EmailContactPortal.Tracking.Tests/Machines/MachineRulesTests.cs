using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Machines;

namespace EmailContactPortal.Tracking.Tests.Machines;

public sealed class MachineRulesTests
{
    [Theory]
    [InlineData("Mozilla/5.0", true)]
    [InlineData("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", false)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", false)]
    [InlineData("curl/8.5.0", false)]
    [InlineData("Mozilla/5.0 (compatible; Barracuda Sentinel (EE))", true)]
    [InlineData("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", true)]
    [InlineData(null, false)]
    public void Opens_by_known_machines_are_recognised(string? agent, bool machine) =>
        Assert.Equal(machine, MachineRules.IsMachine(TrackingKind.Open, agent));

    [Fact]
    public void A_bare_user_agent_says_nothing_about_a_click() => Assert.False(MachineRules.IsMachine(TrackingKind.Click, "Mozilla/5.0"));
}
