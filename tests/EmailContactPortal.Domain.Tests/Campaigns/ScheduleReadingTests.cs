using EmailContactPortal.Domain.Campaigns;

namespace EmailContactPortal.Domain.Tests.Campaigns;

public sealed class ScheduleReadingTests
{
    private static readonly TimeZoneInfo Helsinki = TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki");

    [Theory]
    [InlineData("2026-11-20T08:30", "2026-11-20T06:30:00")]
    [InlineData("2026-07-01T00:15", "2026-06-30T21:15:00")]
    public void Ordinary_time_is_read_in_the_zone(string local, string utc)
    {
        var reading = ScheduleReading.Read(local, Helsinki);
        Assert.Equal(DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), reading.Utc);
        Assert.Equal(DateTimeKind.Utc, reading.Utc!.Value.Kind);
        Assert.Null(reading.Problem);
    }

    [Fact]
    public void Time_that_clocks_jump_over_is_refused_with_its_neighbours()
    {
        var reading = ScheduleReading.Read("2027-03-28T03:30", Helsinki);
        Assert.Null(reading.Utc);
        Assert.Equal(
            "03:30 does not exist on 28 March 2027: clocks go from 03:00 to 04:00. Choose 02:59 or 04:00.", reading.Problem!.Message);
    }

    [Fact]
    public void Time_that_comes_twice_is_asked_about()
    {
        var reading = ScheduleReading.Read("2026-10-25T03:30", Helsinki);
        Assert.Null(reading.Utc);
        Assert.Equal(["2026-10-25T03:30+03:00", "2026-10-25T03:30+02:00"], reading.Choices.Select(c => c.Local));
        Assert.Equal(new DateTime(2026, 10, 25, 0, 30, 0, DateTimeKind.Utc), reading.Choices[0].Utc);
    }

    [Fact]
    public void Chosen_one_of_two_is_kept()
    {
        var reading = ScheduleReading.Read("2026-10-25T03:30+02:00", Helsinki);
        Assert.Equal(new DateTime(2026, 10, 25, 1, 30, 0, DateTimeKind.Utc), reading.Utc);
        Assert.Null(reading.Problem);
    }

    [Fact]
    public void Offset_that_no_longer_applies_is_ignored_for_an_ordinary_time() =>
        Assert.Equal(new DateTime(2026, 11, 20, 6, 30, 0, DateTimeKind.Utc), ScheduleReading.Read("2026-11-20T08:30+03:00", Helsinki).Utc);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-11-20T")]
    [InlineData("T08:30")]
    [InlineData("tomorrow")]
    public void Half_filled_time_says_what_is_missing(string? local) => Assert.NotNull(ScheduleReading.Read(local, Helsinki).Problem);
}
