using EmailContactPortal.Domain.Wording;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace EmailContactPortal.Web.Shell.Elements;

/// <summary>
/// <c>&lt;ecp-message tone="warn" fact="…"&gt;…&lt;/ecp-message&gt;</c>: a bold fact, its consequence as content; errors interrupt, the
/// rest does not.
/// </summary>
[HtmlTargetElement("ecp-message")]
public sealed class MessageTag : TagHelper
{
    /// <summary>ok, busy, warn, bad or idle.</summary>
    public string Tone { get; set; } = "idle";

    /// <summary>The bold sentence.</summary>
    public string? Fact { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"ecp-msg is-{Tone}");
        output.Attributes.SetAttribute("role", Tone == "bad" ? "alert" : "status");
        output.Content.SetHtmlContent(
            $"<span class=\"ecp-mark is-{Tone}\"><i class=\"ti ti-{Icon(Tone)}\" aria-hidden=\"true\"></i></span><div "
                + "class=\"text-break\">");
        if (!string.IsNullOrEmpty(Fact))
            output.Content.AppendHtml("<p><strong class=\"fw-medium\">").Append(Fact).AppendHtml("</strong></p>");
        output.Content.AppendHtml(content).AppendHtml("</div>");
    }

    /// <summary>The icon that stands for a tone in messages and findings.</summary>
    public static string Icon(string tone) => tone switch
    {
        "ok" => "circle-check",
        "warn" => "alert-triangle",
        "bad" => "alert-circle",
        "busy" => "info-circle",
        _ => "info-circle",
    };
}

/// <summary><c>&lt;ecp-mark tone="bad" /&gt;</c>: the sign in front of a finding, with its meaning for those who cannot see it.</summary>
[HtmlTargetElement("ecp-mark", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class MarkTag : TagHelper
{
    public string Tone { get; set; } = "idle";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var meaning = Tone switch
        {
            "ok" => Words.Of("Passed:"),
            "warn" => Words.Of("Warning:"),
            "bad" => Words.Of("Must be fixed:"),
            _ => "",
        };
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"ecp-mark is-{Tone}");
        output.Content.SetHtmlContent(
            $"<i class=\"ti ti-{MessageTag.Icon(Tone)}\" aria-hidden=\"true\"></i><span class=\"visually-hidden\">")
            .Append(meaning.Length == 0 ? "" : meaning + " ").AppendHtml("</span>");
    }
}
