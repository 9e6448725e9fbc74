namespace EmailContactPortal.Web.Features.Campaigns.Drafting;

/// <summary>Fields of the draft page as a browser posts them; only those that were posted change.</summary>
internal sealed class DraftForm
{
    public string? Name { get; set; }

    public int? TargetGroupId { get; set; }

    public int? EmailId { get; set; }

    public string? Subject { get; set; }

    public string? SenderName { get; set; }

    public string? SenderAddress { get; set; }

    public string? ReplyTo { get; set; }

    public string? Tags { get; set; }

    public bool UseGoogleAnalytics { get; set; }

    public string? UtmSource { get; set; }

    public string? UtmMedium { get; set; }

    public string? UtmCampaign { get; set; }

    public bool IsScheduled { get; set; }

    /// <summary>Date and clock joined by a T, either may be empty.</summary>
    public string? ScheduledLocal { get; set; }

    public int Version { get; set; }

    /// <summary>The change that the posted names ask for.</summary>
    public CampaignChange ToChange(ICollection<string> posted, string zone)
    {
        bool Has(string name) => posted.Contains(name, StringComparer.OrdinalIgnoreCase);
        Given<string?>? Text(string name, string? value) => Has(name) ? new Given<string?>(value) : null;
        return new CampaignChange
        {
            Name = Has(nameof(Name)) ? new Given<string>(Name ?? "") : null,
            TargetGroupId = Has(nameof(TargetGroupId)) ? new Given<int?>(TargetGroupId) : null,
            EmailId = Has(nameof(EmailId)) ? new Given<int?>(EmailId) : null,
            Subject = Text(nameof(Subject), Subject),
            SenderName = Text(nameof(SenderName), SenderName),
            SenderAddress = Text(nameof(SenderAddress), SenderAddress),
            ReplyTo = Text(nameof(ReplyTo), ReplyTo),
            Tags = Text(nameof(Tags), Tags),
            UseGoogleAnalytics = Has(nameof(UseGoogleAnalytics)) ? new Given<bool>(UseGoogleAnalytics) : null,
            UtmSource = Text(nameof(UtmSource), UtmSource),
            UtmMedium = Text(nameof(UtmMedium), UtmMedium),
            UtmCampaign = Text(nameof(UtmCampaign), UtmCampaign),
            IsScheduled = Has(nameof(IsScheduled)) ? new Given<bool>(IsScheduled) : null,
            ScheduledLocal = Text(nameof(ScheduledLocal), ScheduledLocal),
            Zone = zone,
        };
    }
}
