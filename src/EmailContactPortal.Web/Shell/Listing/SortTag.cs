using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary><c>&lt;th sort="name" in="Model.Request"&gt;Name&lt;/th&gt;</c>: a column head that sorts; a second press turns the order.</summary>
[HtmlTargetElement("th", Attributes = "sort")]
public sealed class SortTag : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public required string Sort { get; set; }

    public required ListRequest In { get; set; }

    /// <summary>Whether the first press gives largest or newest first.</summary>
    public bool Newest { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var label = await output.GetChildContentAsync();
        var current = string.Equals(In.Sort, Sort, StringComparison.OrdinalIgnoreCase);
        var descending = current ? !In.Descending : Newest;
        var link = new TagBuilder("a");
        link.Attributes["href"] = PageAddress.With(ViewContext.HttpContext.Request, ("sort", Sort), ("desc", descending ? "true" : null), ("page", null));
        link.InnerHtml.AppendHtml(label.GetContent());
        if (current) link.InnerHtml.AppendHtml($" <i class=\"ti ti-arrow-{(In.Descending ? "down" : "up")}\" aria-hidden=\"true\"></i>");
        output.Attributes.SetAttribute("scope", "col");
        if (current) output.Attributes.SetAttribute("aria-sort", In.Descending ? "descending" : "ascending");
        output.Content.SetHtmlContent(link);
    }
}
