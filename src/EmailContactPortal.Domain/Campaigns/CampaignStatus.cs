namespace EmailContactPortal.Domain.Campaigns;

/// <summary>Where a campaign stands.</summary>
public enum CampaignStatus
{
    Draft = 1,
    Scheduled = 2,
    Sending = 3,
    Paused = 4,
    Sent = 5,
    Cancelled = 6,
    Failed = 7,
}

/// <summary>What a person or the clock may ask of a campaign.</summary>
public enum CampaignAction
{
    /// <summary>A person confirms sending now or at the scheduled time.</summary>
    Confirm = 1,

    /// <summary>The clock starts a scheduled campaign.</summary>
    Launch = 2,
    Pause = 3,
    Resume = 4,
    Cancel = 5,

    /// <summary>A scheduled campaign goes back to its author.</summary>
    Unschedule = 6,

    /// <summary>Every recipient has a final answer.</summary>
    Finish = 7,

    /// <summary>Sending cannot go on; the reason is kept.</summary>
    Fail = 8,

    /// <summary>Send to those who did not get it.</summary>
    SendRest = 9,
}

/// <summary>The one table of legal campaign moves; rules, buttons and tests read it.</summary>
public static class CampaignMoves
{
    private static readonly Dictionary<(CampaignStatus From, CampaignAction Action), CampaignStatus> Table = new()
    {
        [(CampaignStatus.Draft, CampaignAction.Confirm)] = CampaignStatus.Scheduled,
        [(CampaignStatus.Scheduled, CampaignAction.Launch)] = CampaignStatus.Sending,
        [(CampaignStatus.Scheduled, CampaignAction.Unschedule)] = CampaignStatus.Draft,
        [(CampaignStatus.Scheduled, CampaignAction.Cancel)] = CampaignStatus.Cancelled,
        [(CampaignStatus.Scheduled, CampaignAction.Fail)] = CampaignStatus.Failed,
        [(CampaignStatus.Sending, CampaignAction.Pause)] = CampaignStatus.Paused,
        [(CampaignStatus.Sending, CampaignAction.Cancel)] = CampaignStatus.Cancelled,
        [(CampaignStatus.Sending, CampaignAction.Finish)] = CampaignStatus.Sent,
        [(CampaignStatus.Sending, CampaignAction.Fail)] = CampaignStatus.Failed,
        [(CampaignStatus.Paused, CampaignAction.Resume)] = CampaignStatus.Sending,
        [(CampaignStatus.Paused, CampaignAction.Cancel)] = CampaignStatus.Cancelled,
        [(CampaignStatus.Failed, CampaignAction.Resume)] = CampaignStatus.Sending,
        [(CampaignStatus.Failed, CampaignAction.Cancel)] = CampaignStatus.Cancelled,
        [(CampaignStatus.Sent, CampaignAction.SendRest)] = CampaignStatus.Sending,
        [(CampaignStatus.Cancelled, CampaignAction.SendRest)] = CampaignStatus.Sending,
    };

    /// <summary>The state that <paramref name="action"/> leads to, or null when it is not legal now.</summary>
    public static CampaignStatus? Next(CampaignStatus from, CampaignAction action) =>
        Table.TryGetValue((from, action), out var to) ? to : null;

    /// <summary>The states from which <paramref name="action"/> is legal.</summary>
    public static IReadOnlyList<CampaignStatus> From(CampaignAction action) =>
        [.. Table.Keys.Where(k => k.Action == action).Select(k => k.From)];

    /// <summary>Whether no mail of the campaign can go out any more without a person asking.</summary>
    public static bool IsFinal(CampaignStatus status) => status is CampaignStatus.Sent or CampaignStatus.Cancelled;
}
