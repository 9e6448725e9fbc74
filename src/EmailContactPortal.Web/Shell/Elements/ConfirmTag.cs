using EmailContactPortal.Domain.Wording;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace EmailContactPortal.Web.Shell.Elements;

/// <summary>
/// <c>&lt;ecp-confirm id="delete" head="Delete “x”?" action="/…" button="Delete the campaign" keep="Keep it"&gt;what is
/// lost&lt;/ecp-confirm&gt;</c>: the question before something is destroyed. A button with <c>data-confirm="delete"</c> opens it; it posts
/// to <c>action</c>.
/// </summary>
[HtmlTargetElement("ecp-confirm")]
public sealed class ConfirmTag(IAntiforgery antiforgery) : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public required string Id { get; set; }

    public string Head { get; set; } = "";

    public string Action { get; set; } = "";

    /// <summary>Verb and object.</summary>
    public string Button { get; set; } = Words.Of("Delete");

    /// <summary>The safe choice, named by its effect.</summary>
    public string Keep { get; set; } = Words.Of("Keep it");

    /// <summary>When set, this name has to be written before the button works.</summary>
    public string? Name { get; set; }

    /// <summary>False for questions whose yes destroys nothing.</summary>
    public bool Danger { get; set; } = true;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (ViewContext.HttpContext.WouldChange(Action))
        {
            output.SuppressOutput();
            return;
        }

        var content = await output.GetChildContentAsync();
        var token = antiforgery.GetAndStoreTokens(ViewContext.HttpContext);
        output.TagName = "dialog";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("id", Id);
        output.Attributes.SetAttribute("class", "ecp-dialog");
        output.Attributes.SetAttribute("aria-labelledby", Id + "-head");
        output.Attributes.SetAttribute("aria-describedby", Id + "-text");

        var form = new TagBuilder("form");
        form.Attributes["method"] = "post";
        form.Attributes["action"] = Action;
        form.InnerHtml.AppendHtml($"<h2 class=\"h3 mb-2\" id=\"{Id}-head\">").Append(Head)
            .AppendHtml($"</h2><div id=\"{Id}-text\" class=\"mb-3\">").AppendHtml(content).AppendHtml("</div>");
        form.InnerHtml.AppendHtml(Hidden(token.FormFieldName, token.RequestToken!));
        if (!string.IsNullOrEmpty(Name)) form.InnerHtml.AppendHtml(NameField());
        form.InnerHtml.AppendHtml(
            $"<div class=\"ecp-actions\"><button type=\"submit\" class=\"btn "
                + $"btn-{(Danger ? "danger" : "primary")}\"{(string.IsNullOrEmpty(Name) ? "" : " disabled")}>")
            .Append(Button).AppendHtml("</button><button type=\"button\" class=\"btn\" data-close autofocus>").Append(Keep)
                .AppendHtml("</button></div>");
        output.Content.SetHtmlContent(form);
    }

    private TagBuilder NameField()
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.AddCssClass("form-control");
        input.Attributes["id"] = Id + "-name";
        input.Attributes["name"] = "confirmName";
        input.Attributes["autocomplete"] = "off";
        input.Attributes["data-must-be"] = Name;
        var field = new TagBuilder("div");
        field.AddCssClass("mb-3");
        field.InnerHtml.AppendHtml($"<label class=\"form-label\" for=\"{Id}-name\">").Append(Words.Of("Write the name to confirm"))
            .AppendHtml("</label>").AppendHtml(input);
        return field;
    }

    private static TagBuilder Hidden(string name, string value)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.Attributes["type"] = "hidden";
        input.Attributes["name"] = name;
        input.Attributes["value"] = value;
        return input;
    }
}
