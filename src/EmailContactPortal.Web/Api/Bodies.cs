using EmailContactPortal.Domain.Campaigns;

namespace EmailContactPortal.Web.Api;

/// <summary>What was made.</summary>
internal sealed record MadeId(int Id);

/// <summary>A list type.</summary>
internal sealed record ListTypeAnswer(int Id, string Name, string Description, int Unsubscribed);

/// <summary>A new list type.</summary>
internal sealed record ListTypeBody(string? Name, string? Description);

/// <summary>A new email.</summary>
internal sealed record EmailBody(
    string? Name, string? Subject, string? SenderName, string? SenderAddress, string? ReplyTo, string? Html, string? Text, bool Active);

/// <summary>A CRM import.</summary>
internal sealed record CrmImportBody(
    string? Name, int ListTypeId, int ConnectionId, string? CampaignId, IReadOnlyList<string>? Fields, bool Dynamic);

/// <summary>Counts of an import.</summary>
internal sealed record ImportAnswer(
    string Status, int Rows, int Imported, int Updated, int Duplicates, int Rejected, int Skipped, string? Problem);

/// <summary>A target group.</summary>
internal sealed record TargetGroupAnswer(
    int Id, string Name, string Status, int MemberCount, int ListTypeId, string Source, ImportAnswer? Import);

/// <summary>A row that an import left out.</summary>
internal sealed record ImportErrorAnswer(int Line, string Column, string Value, string Reason);

/// <summary>A CRM connection; its secret is never given back.</summary>
internal sealed record ConnectionAnswer(int Id, string Name, string Kind, string Url, bool CheckSucceeded, DateTime? CheckedAt);

/// <summary>A new CRM connection.</summary>
internal sealed record ConnectionBody(
    string? Name, string? Kind, string? Url, string? UserName, string? Secret, System.Text.Json.JsonElement? Options);

/// <summary>Only a name.</summary>
internal sealed record NameBody(string? Name);

/// <summary>A campaign in lists and after a move.</summary>
internal sealed record CampaignLine(int Id, string Name, CampaignStatus Status);

/// <summary>A state after a move.</summary>
internal sealed record StatusAnswer(CampaignStatus Status);

/// <summary>A campaign with its counters.</summary>
internal sealed record CampaignAnswer(
    int Id, string Name, CampaignStatus Status, int? TargetGroupId, int? EmailId, string? Subject, string? SenderName,
    IReadOnlyList<string> Tags, bool UseGoogleAnalytics,
    DateTime? ScheduledAt, DateTime? LaunchedAt, DateTime? FinishedAt, string? Problem, TotalsAnswer Totals, EngagementAnswer Engagement);

/// <summary>What became of the messages.</summary>
internal sealed record TotalsAnswer(
    int Recipients, int Pending, int Sent, int Deferred, int Bounced, int Rejected, int Uncertain, int Excluded);

/// <summary>What people did; machines stand beside.</summary>
internal sealed record EngagementAnswer(
    int Opens, int UniqueOpens, int Clicks, int UniqueClicks, int Unsubscribes, int MachineOpens, int MachineClicks, int Complaints);

/// <summary>One message to one recipient.</summary>
internal sealed record DeliveryAnswer(
    long Id, string Email, string Status, int Attempts, string? MessageId, string? SmtpReply, DateTime? SentAt, string? Exclusion,
    int Opens, int Clicks);

/// <summary>A page of a long list; ask again with <c>after</c> = <c>next</c> until it is null.</summary>
internal sealed record PageAnswer<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>An unsubscribed address.</summary>
internal sealed record UnsubscribeAnswer(string Email, int ListTypeId, DateTime At, string Source, string? Reason);

/// <summary>How far write-back is.</summary>
internal sealed record WriteBackAnswer(int Pending, int Written, int Failed, DateTime? OldestPendingAt);
