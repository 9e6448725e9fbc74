using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Pacing;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace EmailContactPortal.Web.Shell.Elements;

/// <summary>
/// <c>&lt;ecp-state of="campaign.Status" /&gt;</c>: a state as icon and word; in tables with <c>plain</c>. Without <c>of</c>, give
/// <c>tone</c> (ok, busy, warn, bad, idle), <c>icon</c> and the word as content.
/// </summary>
[HtmlTargetElement("ecp-state", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StateTag : TagHelper
{
    /// <summary>A campaign, delivery, group, import or sync state.</summary>
    public Enum? Of { get; set; }

    /// <summary>No tint, for tables.</summary>
    public bool Plain { get; set; }

    public string Tone { get; set; } = "idle";

    public string Icon { get; set; } = "circle";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        var (tone, icon, word) = Of is null ? (Tone, Icon, "") : Look(Of);
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"ecp-state is-{tone}" + (Plain ? " is-plain" : ""));
        output.Content.SetHtmlContent($"<i class=\"ti ti-{icon}\" aria-hidden=\"true\"></i>");
        if (content.IsEmptyOrWhiteSpace) output.Content.Append(word);
        else output.Content.AppendHtml(content);
    }

    /// <summary>Tone, icon and word of a state.</summary>
    public static (string Tone, string Icon, string Word) Look(Enum state) => state switch
    {
        CampaignStatus.Draft => ("idle", "pencil", Words.Of("Draft")),
        CampaignStatus.Scheduled => ("busy", "clock", Words.Of("Scheduled")),
        CampaignStatus.Sending => ("busy", "send", Words.Of("Sending")),
        CampaignStatus.Paused => ("warn", "player-pause", Words.Of("Paused")),
        CampaignStatus.Sent => ("ok", "check", Words.Of("Sent")),
        CampaignStatus.Cancelled => ("idle", "ban", Words.Of("Cancelled")),
        CampaignStatus.Failed => ("bad", "alert-circle", Words.Of("Failed")),
        DeliveryStatus.Pending => ("idle", "clock", Words.Of("Waiting")),
        DeliveryStatus.Sent => ("ok", "check", Words.Of("Delivered")),
        DeliveryStatus.Deferred => ("warn", "refresh", Words.Of("Deferred")),
        DeliveryStatus.Bounced => ("bad", "mail-x", Words.Of("Bounced")),
        DeliveryStatus.Rejected => ("bad", "ban", Words.Of("Rejected")),
        DeliveryStatus.Uncertain => ("warn", "help-circle", Words.Of("Uncertain")),
        DeliveryStatus.Excluded => ("idle", "circle-minus", Words.Of("Left out")),
        ServerCondition.FullRate => ("ok", "gauge", Words.Of("Full rate")),
        ServerCondition.Slowed => ("warn", "gauge", Words.Of("Slowed down")),
        ServerCondition.AtLimit => ("warn", "clock", Words.Of("At its limit")),
        ServerCondition.Paused => ("warn", "alert-triangle", Words.Of("Takes no mail now")),
        ServerCondition.Off => ("idle", "ban", Words.Of("Switched off")),
        TargetGroupStatus.Importing => ("busy", "download", Words.Of("Importing")),
        TargetGroupStatus.Ready => ("ok", "check", Words.Of("Ready")),
        TargetGroupStatus.Failed => ("bad", "alert-circle", Words.Of("Import failed")),
        SyncStatus.None => ("idle", "circle-minus", Words.Of("Never synchronised")),
        SyncStatus.InProgress => ("busy", "refresh", Words.Of("In progress")),
        SyncStatus.UpToDate => ("ok", "check", Words.Of("Up to date")),
        SyncStatus.Failed => ("bad", "alert-circle", Words.Of("Sync failed")),
        ImportStatus.Draft => ("idle", "pencil", Words.Of("Waiting for you")),
        ImportStatus.Waiting => ("idle", "clock", Words.Of("Waiting")),
        ImportStatus.Running => ("busy", "download", Words.Of("Importing")),
        ImportStatus.Done => ("ok", "check", Words.Of("Done")),
        ImportStatus.Failed => ("bad", "alert-circle", Words.Of("Failed")),
        _ => ("idle", "circle", state.ToString()),
    };
}
