using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace EmailContactPortal.Web.Shell.Parts;

/// <summary>
/// <c>&lt;div data-part="who"&gt;…&lt;/div&gt;</c>: a part of a form that saves itself. It carries a mark of what stands in it, so that an
/// answer to a save holds only parts that changed (see <see cref="ChangedParts"/>).
/// </summary>
[HtmlTargetElement(Attributes = "data-part")]
public sealed class PartTag : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (output.Attributes["data-part"]?.Value?.ToString() is not { Length: > 0 } name) return;
        var found = PartMark.Found(ViewContext.HttpContext);
        var before = found?.Count ?? 0;
        var content = Written(await output.GetChildContentAsync());
        var mark = PartMark.Of(content);
        output.Attributes.SetAttribute("data-mark", mark);
        output.Content.SetHtmlContent(content);
        if (found is null) return;
        foreach (var inner in found.Skip(before)) inner.Outer ??= name;
        found.Add(new FoundPart(name, mark, content));
    }

    private static string Written(TagHelperContent content)
    {
        using var words = new StringWriter();
        content.WriteTo(words, HtmlEncoder.Default);
        return words.ToString();
    }
}
