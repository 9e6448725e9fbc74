using System.Text.Encodings.Web;
using EmailContactPortal.Domain.Wording;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace EmailContactPortal.Web.Shell.Elements;

/// <summary>Marks a control whose value was refused and ties it to its error text.</summary>
[HtmlTargetElement("input", Attributes = "asp-for")]
[HtmlTargetElement("select", Attributes = "asp-for")]
[HtmlTargetElement("textarea", Attributes = "asp-for")]
public sealed class RefusedControlTag : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    [HtmlAttributeName("asp-for")]
    public required ModelExpression For { get; set; }

    /// <summary>After the framework's own helper, which sets id and name.</summary>
    public override int Order => 100;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        if (!(ViewContext.ModelState.TryGetValue(name, out var entry) && entry.Errors.Count > 0)) return;
        output.AddClass("is-invalid", HtmlEncoder.Default);
        output.Attributes.SetAttribute("aria-invalid", "true");
        var described = Written(output.Attributes["aria-describedby"]?.Value);
        output.Attributes.SetAttribute("aria-describedby", $"{TagBuilder.CreateSanitizedId(name, "_")}-wrong {described}".Trim());
    }

    /// <summary>An attribute with code in it is content and no text.</summary>
    private static string? Written(object? value)
    {
        if (value is not IHtmlContent content) return value?.ToString();
        using var words = new StringWriter();
        content.WriteTo(words, HtmlEncoder.Default);
        return words.ToString();
    }
}

/// <summary><c>&lt;ecp-wrong for="Email" /&gt;</c>: the reason why the control above was refused.</summary>
[HtmlTargetElement("ecp-wrong", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class WrongTag : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public required ModelExpression For { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        if (!(ViewContext.ModelState.TryGetValue(name, out var entry) && entry.Errors.Count > 0))
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "ecp-wrong");
        output.Attributes.SetAttribute("id", TagBuilder.CreateSanitizedId(name, "_") + "-wrong");
        output.Content.SetHtmlContent("<i class=\"ti ti-alert-circle\" aria-hidden=\"true\"></i><span>")
            .Append(string.Join(" ", entry.Errors.Select(e => e.ErrorMessage))).AppendHtml("</span>");
    }
}

/// <summary><c>&lt;ecp-problems /&gt;</c>: on top of a refused form, how many fields need a look, with a link to each.</summary>
[HtmlTargetElement("ecp-problems", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ProblemsTag : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var refused = ViewContext.ModelState.Where(e => e.Value!.Errors.Count > 0).ToList();
        if (refused.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "ecp-msg is-bad");
        output.Attributes.SetAttribute("role", "alert");
        output.Content.SetHtmlContent(
            "<span class=\"ecp-mark is-bad\"><i class=\"ti ti-alert-circle\" aria-hidden=\"true\"></i></span><div>");
        foreach (var error in refused.Where(e => e.Key.Length == 0).SelectMany(e => e.Value!.Errors))
        {
            output.Content.AppendHtml("<p>").Append(error.ErrorMessage).AppendHtml("</p>");
        }

        Fields(output, [.. refused.Where(e => e.Key.Length > 0)]);
        output.Content.AppendHtml("</div>");
    }

    private static void Fields(TagHelperOutput output, List<KeyValuePair<string, ModelStateEntry?>> fields)
    {
        if (fields.Count == 0) return;
        output.Content.AppendHtml("<p><strong class=\"fw-medium\">")
            .Append(fields.Count == 1 ? Words.Of("One field needs a look.") : Words.Of("{0} fields need a look.", fields.Count))
            .AppendHtml("</strong></p><ul class=\"mb-0 ps-3\">");
        foreach (var (name, error) in fields.SelectMany(f => f.Value!.Errors.Select(e => (f.Key, e.ErrorMessage))))
        {
            var link = new TagBuilder("a");
            link.Attributes["href"] = "#" + TagBuilder.CreateSanitizedId(name, "_");
            link.InnerHtml.Append(error);
            output.Content.AppendHtml("<li>").AppendHtml(link).AppendHtml("</li>");
        }

        output.Content.AppendHtml("</ul>");
    }
}
