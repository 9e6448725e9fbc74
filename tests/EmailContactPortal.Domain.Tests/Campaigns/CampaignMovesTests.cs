using EmailContactPortal.Domain.Campaigns;

namespace EmailContactPortal.Domain.Tests.Campaigns;

public sealed class CampaignMovesTests
{
    public static TheoryData<CampaignStatus, CampaignAction> AllPairs()
    {
        var pairs = new TheoryData<CampaignStatus, CampaignAction>();
        foreach (var status in Enum.GetValues<CampaignStatus>())
        {
            foreach (var action in Enum.GetValues<CampaignAction>()) pairs.Add(status, action);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void A_move_is_legal_exactly_where_the_product_allows_it(CampaignStatus from, CampaignAction action)
    {
        CampaignStatus? expected = (from, action) switch
        {
            (CampaignStatus.Draft, CampaignAction.Confirm) => CampaignStatus.Scheduled,
            (CampaignStatus.Scheduled, CampaignAction.Launch) => CampaignStatus.Sending,
            (CampaignStatus.Scheduled, CampaignAction.Unschedule) => CampaignStatus.Draft,
            (CampaignStatus.Scheduled or CampaignStatus.Sending, CampaignAction.Fail) => CampaignStatus.Failed,
            (CampaignStatus.Sending, CampaignAction.Pause) => CampaignStatus.Paused,
            (CampaignStatus.Sending, CampaignAction.Finish) => CampaignStatus.Sent,
            (CampaignStatus.Paused or CampaignStatus.Failed, CampaignAction.Resume) => CampaignStatus.Sending,
            (CampaignStatus.Sent or CampaignStatus.Cancelled, CampaignAction.SendRest) => CampaignStatus.Sending,
            (CampaignStatus.Scheduled or CampaignStatus.Sending or CampaignStatus.Paused or CampaignStatus.Failed, CampaignAction.Cancel) =>
                CampaignStatus.Cancelled,
            _ => null,
        };

        Assert.Equal(expected, CampaignMoves.Next(from, action));
        Assert.Equal(expected is not null, CampaignMoves.From(action).Contains(from));
    }
}
