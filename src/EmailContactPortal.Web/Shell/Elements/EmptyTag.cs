using Microsoft.AspNetCore.Razor.TagHelpers;

namespace EmailContactPortal.Web.Shell.Elements;

/// <summary>
/// <c>&lt;ecp-empty icon="send" head="No campaigns yet" text="…"&gt;buttons&lt;/ecp-empty&gt;</c>: what this place is for and the first
/// step.
/// </summary>
[HtmlTargetElement("ecp-empty")]
public sealed class EmptyTag : TagHelper
{
    public string Icon { get; set; } = "inbox";

    public string Head { get; set; } = "";

    public string? Text { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "ecp-empty");
        output.Content.SetHtmlContent($"<i class=\"ti ti-{Icon}\" aria-hidden=\"true\"></i><h2 class=\"h3 mb-0\">").Append(Head)
            .AppendHtml("</h2>");
        if (!string.IsNullOrEmpty(Text)) output.Content.AppendHtml("<p>").Append(Text).AppendHtml("</p>");
        if (!content.IsEmptyOrWhiteSpace) output.Content.AppendHtml("<div class=\"ecp-actions\">").AppendHtml(content).AppendHtml("</div>");
    }
}
