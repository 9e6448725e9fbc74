using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.TargetGroups;
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
        CampaignStatus.Draft => ("idle", "pencil", "Draft"),
        CampaignStatus.Scheduled => ("busy", "clock", "Scheduled"),
        CampaignStatus.Sending => ("busy", "send", "Sending"),
        CampaignStatus.Paused => ("warn", "player-pause", "Paused"),
        CampaignStatus.Sent => ("ok", "check", "Sent"),
        CampaignStatus.Cancelled => ("idle", "ban", "Cancelled"),
        CampaignStatus.Failed => ("bad", "alert-circle", "Failed"),
        DeliveryStatus.Pending => ("idle", "clock", "Waiting"),
        DeliveryStatus.Sent => ("ok", "check", "Delivered"),
        DeliveryStatus.Deferred => ("warn", "refresh", "Deferred"),
        DeliveryStatus.Bounced => ("bad", "mail-x", "Bounced"),
        DeliveryStatus.Rejected => ("bad", "ban", "Rejected"),
        DeliveryStatus.Uncertain => ("warn", "help-circle", "Uncertain"),
        DeliveryStatus.Excluded => ("idle", "circle-minus", "Left out"),
        ServerCondition.FullRate => ("ok", "gauge", "Full rate"),
        ServerCondition.Slowed => ("warn", "gauge", "Slowed down"),
        ServerCondition.AtLimit => ("warn", "clock", "At its limit"),
        ServerCondition.Paused => ("warn", "alert-triangle", "Takes no mail now"),
        ServerCondition.Off => ("idle", "ban", "Switched off"),
        TargetGroupStatus.Importing => ("busy", "download", "Importing"),
        TargetGroupStatus.Ready => ("ok", "check", "Ready"),
        TargetGroupStatus.Failed => ("bad", "alert-circle", "Import failed"),
        SyncStatus.None => ("idle", "circle-minus", "Never synchronised"),
        SyncStatus.InProgress => ("busy", "refresh", "In progress"),
        SyncStatus.UpToDate => ("ok", "check", "Up to date"),
        SyncStatus.Failed => ("bad", "alert-circle", "Sync failed"),
        ImportStatus.Draft => ("idle", "pencil", "Waiting for you"),
        ImportStatus.Waiting => ("idle", "clock", "Waiting"),
        ImportStatus.Running => ("busy", "download", "Importing"),
        ImportStatus.Done => ("ok", "check", "Done"),
        ImportStatus.Failed => ("bad", "alert-circle", "Failed"),
        _ => ("idle", "circle", state.ToString()),
    };
}
