using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;
using EmailContactPortal.Web.Features.Reports;
using EmailContactPortal.Web.Shell.Times;
using Microsoft.AspNetCore.Http;

namespace EmailContactPortal.Web.Tests.Reports;

public sealed class OverTimeTests
{
    [Fact]
    public void Hours_to_come_have_no_number_not_even_nought()
    {
        var launched = PortalFactory.Start.UtcDateTime.AddHours(-2);
        var time = new UserTime(new HttpContextAccessor(), new TestClock(PortalFactory.Start));
        var chart = OverTime.Of(launched, [new EngagementHour { Hour = launched, UniqueOpens = 7, UniqueClicks = 2 }], time);
        Assert.Equal([7, 0, 0, null, null], chart.Points.Take(5).Select(p => p.Opens));
        Assert.All(chart.Points.Skip(3), p => Assert.Null(p.Clicks));
    }
}
