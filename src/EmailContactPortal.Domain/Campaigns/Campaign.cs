namespace EmailContactPortal.Domain.Campaigns;

/// <summary>One send of one email to one target group.</summary>
public sealed class Campaign
{
    /// <summary>Longest name, characters.</summary>
    public const int MaxName = 200;

    public int Id { get; set; }

    /// <summary>Unique.</summary>
    public required string Name { get; set; }

    public int OwnerId { get; set; }

    public CampaignStatus Status { get; set; } = CampaignStatus.Draft;

    public int? TargetGroupId { get; set; }

    public int? EmailId { get; set; }

    /// <summary>Overrides of the email's defaults; null takes the email's.</summary>
    public string? Subject { get; set; }

    public string? SenderName { get; set; }

    public string? SenderAddress { get; set; }

    public string? ReplyTo { get; set; }

    /// <summary>Tags separated by commas, trimmed.</summary>
    public string Tags { get; set; } = "";

    public bool UseGoogleAnalytics { get; set; }

    public string UtmSource { get; set; } = "portal";

    public string UtmMedium { get; set; } = "email";

    public string UtmCampaign { get; set; } = "";

    /// <summary>Whether the draft asks for a date and time.</summary>
    public bool IsScheduled { get; set; }

    /// <summary>When sending starts, UTC; set at Confirm also for "now".</summary>
    public DateTime? ScheduledAt { get; set; }

    /// <summary>
    /// What the author typed, <c>2026-11-20T08:30</c>, in <see cref="ScheduledZone"/>; kept so that a draft survives half-filled.
    /// </summary>
    public string? ScheduledLocal { get; set; }

    /// <summary>IANA time zone the local time was read in.</summary>
    public string? ScheduledZone { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>UTC of the last saved change by a person.</summary>
    public DateTime UpdatedAt { get; set; }

    public int? ConfirmedById { get; set; }

    public DateTime? ConfirmedAt { get; set; }

    /// <summary>UTC when the audience was frozen into deliveries; null while Sending means that launching is under way.</summary>
    public DateTime? LaunchedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>Why it failed or was paused by the portal itself, in plain words.</summary>
    public string? Problem { get; set; }

    /// <summary>Whether the people came from a CRM, so that facts go back there; frozen at launch.</summary>
    public int? CrmConnectionId { get; set; }

    /// <summary>The CRM's own id of the campaign that the people came from; frozen at launch.</summary>
    public string? CrmCampaignId { get; set; }

    /// <summary>UTC when its totals were last written on the CRM's campaign.</summary>
    public DateTime? CrmTotalsAt { get; set; }

    /// <summary>UTC from which totals that the CRM did not take are tried again; null when none are owed.</summary>
    public DateTime? CrmTotalsDueAt { get; set; }

    /// <summary>List type of the target group, frozen at launch.</summary>
    public int? ListTypeId { get; set; }

    /// <summary>Raised by every move and save; the fence against lost updates.</summary>
    public int Version { get; set; } = 1;
}

/// <summary>The content as it was confirmed and sent, so that it can be shown exactly for ever.</summary>
public sealed class CampaignContent
{
    public int CampaignId { get; set; }

    public required string Subject { get; set; }

    public required string SenderName { get; set; }

    public required string SenderAddress { get; set; }

    public string? ReplyTo { get; set; }

    public required string Html { get; set; }

    public required string Text { get; set; }
}

/// <summary>A web link of a campaign's content; mails carry a token for it, never the target.</summary>
public sealed class CampaignLink
{
    public int Id { get; set; }

    public int CampaignId { get; set; }

    /// <summary>1-based order of first appearance.</summary>
    public int Position { get; set; }

    /// <summary>The address as written, merge fields unfilled; utm parameters included. At most 2,000 characters.</summary>
    public required string Url { get; set; }

    /// <summary>The link's words in the HTML, for reports; at most 200 characters.</summary>
    public string Label { get; set; } = "";

    /// <summary>Clicks by people; kept, not counted.</summary>
    public int Clicks { get; set; }

    /// <summary>People who clicked; kept, not counted.</summary>
    public int UniqueClicks { get; set; }

    /// <summary>Visits by scanners and prefetchers; kept, not counted.</summary>
    public int MachineClicks { get; set; }
}

/// <summary>A campaign's counters, kept in the same transactions as the facts they count.</summary>
public sealed class CampaignTotals
{
    public int CampaignId { get; set; }

    /// <summary>Everyone in the group at launch, excluded people too.</summary>
    public int Recipients { get; set; }

    /// <summary>Waiting or being attempted.</summary>
    public int Pending { get; set; }

    public int Sent { get; set; }

    public int Deferred { get; set; }

    public int Bounced { get; set; }

    public int Rejected { get; set; }

    public int Uncertain { get; set; }

    public int Excluded { get; set; }

    public int Opens { get; set; }

    public int UniqueOpens { get; set; }

    public int Clicks { get; set; }

    public int UniqueClicks { get; set; }

    public int Unsubscribes { get; set; }

    public int MachineOpens { get; set; }

    public int MachineClicks { get; set; }

    public int Complaints { get; set; }
}
