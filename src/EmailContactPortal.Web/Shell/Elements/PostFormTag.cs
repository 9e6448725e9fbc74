using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace EmailContactPortal.Web.Shell.Elements;

/// <summary>
/// Gives every posting form its antiforgery token: the framework's own helper leaves forms with a written <c>action</c> without one.
/// </summary>
[HtmlTargetElement("form", Attributes = "[method=post],action")]
public sealed class PostFormTag(IHtmlGenerator generator) : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (context.AllAttributes["action"]?.Value?.ToString() is not { Length: > 0 } action) return;
        if (ViewContext.HttpContext.WouldChange(action))
        {
            // What is written in it can be read, and is not to be typed over; a form of one button has nothing to read.
            if (context.AllAttributes.ContainsName("id")) output.Attributes.SetAttribute("inert", "");
            else output.SuppressOutput();
            return;
        }

        output.PostContent.AppendHtml(generator.GenerateAntiforgery(ViewContext));
    }
}
