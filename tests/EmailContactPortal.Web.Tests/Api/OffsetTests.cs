using System.Net;
using System.Net.Http.Json;
using EmailContactPortal.Web.Tests.Campaigns;

namespace EmailContactPortal.Web.Tests.Api;

public sealed class OffsetTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Theory]
    [InlineData("2027-03-28T03:30:00")]
    [InlineData("2027-03-28")]
    [InlineData("2027-03-28 03:30:00Z")]
    [InlineData("28.3.2027 3:30")]
    [InlineData("2027-02-30T10:00:00Z")]
    [InlineData("2027-03-28T03:30:00+99:00")]
    [InlineData("2027-03-28T03:30:00+02")]
    [InlineData("")]
    public async Task A_time_without_an_offset_is_refused_and_asked_for(string time)
    {
        using var api = await portal.ApiAsync();
        var draft = await new CampaignWorld(portal).DraftAsync(null, null);

        var refused = await (await api.PatchAsJsonAsync(
            $"/api/v1/campaigns/{draft}", new { scheduledAt = time })).JsonAsync(HttpStatusCode.BadRequest);

        Assert.Contains("offset", refused.GetProperty("errors").GetProperty("scheduledAt")[0].GetString(), StringComparison.Ordinal);
        Assert.Null((await new CampaignWorld(portal).FindAsync(draft)).ScheduledAt);
    }

    [Theory]
    [InlineData("2027-03-28T03:30:00+02:00", 1)]
    [InlineData("2027-03-28T01:30Z", 1)]
    [InlineData("2027-03-27T23:30:00.000-02:00", 1)]
    public async Task A_time_with_an_offset_is_that_moment(string time, int hour)
    {
        using var api = await portal.ApiAsync();
        var draft = await new CampaignWorld(portal).DraftAsync(null, null);

        (await api.PatchAsJsonAsync($"/api/v1/campaigns/{draft}", new { scheduledAt = time })).EnsureSuccessStatusCode();

        Assert.Equal(
            new DateTime(2027, 3, 28, hour, 30, 0, DateTimeKind.Utc), (await new CampaignWorld(portal).FindAsync(draft)).ScheduledAt);
        Assert.EndsWith("Z", (await api.JsonAsync($"/api/v1/campaigns/{draft}")).Text("scheduledAt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_number_and_no_list_is_a_time()
    {
        using var api = await portal.ApiAsync();
        var draft = await new CampaignWorld(portal).DraftAsync(null, null);
        foreach (var value in new object[] { 5, true, new[] { "2027-03-28T01:30Z" } })
            await (await api.PatchAsJsonAsync(
                $"/api/v1/campaigns/{draft}", new { scheduledAt = value })).JsonAsync(HttpStatusCode.BadRequest);
    }
}
