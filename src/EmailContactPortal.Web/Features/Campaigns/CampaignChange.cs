namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>A value that was given, which may be null itself; what was not given stays as it is.</summary>
internal readonly record struct Given<T>(T Value);

/// <summary>Some fields of a draft to change; used by the page, one field at a time, and by the API.</summary>
internal sealed record CampaignChange
{
    public Given<string>? Name { get; init; }

    public Given<int?>? TargetGroupId { get; init; }

    public Given<int?>? EmailId { get; init; }

    /// <summary>Over the email's own; null or empty takes the email's.</summary>
    public Given<string?>? Subject { get; init; }

    public Given<string?>? SenderName { get; init; }

    public Given<string?>? SenderAddress { get; init; }

    public Given<string?>? ReplyTo { get; init; }

    /// <summary>Separated by commas.</summary>
    public Given<string?>? Tags { get; init; }

    public Given<bool>? UseGoogleAnalytics { get; init; }

    public Given<string?>? UtmSource { get; init; }

    public Given<string?>? UtmMedium { get; init; }

    public Given<string?>? UtmCampaign { get; init; }

    public Given<bool>? IsScheduled { get; init; }

    /// <summary>Local date and time as typed, read in <see cref="Zone"/>.</summary>
    public Given<string?>? ScheduledLocal { get; init; }

    /// <summary>IANA zone of <see cref="ScheduledLocal"/>.</summary>
    public string? Zone { get; init; }

    /// <summary>An exact moment instead of a local time; null for sending at once.</summary>
    public Given<DateTime?>? ScheduledAt { get; init; }
}
