namespace EmailContactPortal.Domain.Tests;

public sealed class BackOffTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    [Fact]
    public void Pause_doubles_up_to_its_bound_and_is_at_most_a_fifth_shorter()
    {
        foreach (var (failures, seconds) in new[] { (0, 5), (1, 5), (2, 10), (3, 20), (7, 320), (8, 600), (1000, 600) })
        {
            for (var i = 0; i < 50; i++)
                Assert.InRange(BackOff.After(failures, First, Longest), TimeSpan.FromSeconds(seconds * 0.8), TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public void Who_gives_the_chance_hears_the_same_each_time()
    {
        Assert.Equal(TimeSpan.FromSeconds(20), BackOff.After(3, First, Longest, 0));
        Assert.Equal(TimeSpan.FromSeconds(16), BackOff.After(3, First, Longest, 1));
    }

    [Fact]
    public void Pauses_of_their_own_length_follow_each_other_and_the_last_stays()
    {
        TimeSpan[] pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(6), TimeSpan.FromHours(8)];
        foreach (var (failures, minutes) in new[] { (1, 1), (2, 6), (3, 480), (30, 480) })
            Assert.InRange(BackOff.After(failures, pauses), TimeSpan.FromMinutes(minutes * 0.8), TimeSpan.FromMinutes(minutes));
    }
}
