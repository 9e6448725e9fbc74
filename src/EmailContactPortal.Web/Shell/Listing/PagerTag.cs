using System.Globalization;
using EmailContactPortal.Domain.Wording;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>
/// <c>&lt;ecp-pager of="Model.Rows" what="campaigns" /&gt;</c>: where the reader is in the list, and the way to the other pages.
/// </summary>
[HtmlTargetElement("ecp-pager", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PagerTag : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public required PagePlace Of { get; set; }

    /// <summary>What the rows are, in the plural.</summary>
    public string What { get; set; } = "rows";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "ecp-pager");
        output.Content.AppendHtml("<span>");
        output.Content.Append(Of.Count == 1
            ? Counted.Of(Of.Total, What)
            : Words.Of("{0:N0}–{1:N0} of {2}", Of.First, Of.Last, Counted.Of(Of.Total, What)));
        if (Of.IsCut)
            output.Content.Append(Words.Of("; pages show the first {0:N0}, so search or turn the order for the rest", PagePlace.Reach));
        output.Content.AppendHtml("</span>");
        if (Of.Count == 1) return;

        output.Content.AppendHtml("<nav aria-label=\"").Append(Words.Of("Pages")).AppendHtml("\"><ul class=\"pagination\">");
        Step(output, Of.Number - 1, Of.Number > 1, "chevron-left", Words.Of("Previous page"));
        foreach (var number in Numbers()) Number(output, number);
        Step(output, Of.Number + 1, Of.Number < Of.Count, "chevron-right", Words.Of("Next page"));
        output.Content.AppendHtml("</ul></nav>");
    }

    /// <summary>First, last and the neighbours; 0 stands for a gap.</summary>
    private IEnumerable<int> Numbers()
    {
        var shown = new SortedSet<int> { 1, Of.Count };
        for (var n = Of.Number - 1; n <= Of.Number + 1; n++)
        {
            if (n >= 1 && n <= Of.Count) shown.Add(n);
        }

        var last = 0;
        foreach (var n in shown)
        {
            if (n - last > 1) yield return 0;
            yield return last = n;
        }
    }

    private void Number(TagHelperOutput output, int number)
    {
        if (number == 0)
        {
            output.Content.AppendHtml("<li class=\"page-item disabled\"><span class=\"page-link\">…</span></li>");
            return;
        }

        var link = new TagBuilder("a");
        link.AddCssClass("page-link");
        link.Attributes["href"] = Address(number);
        if (number == Of.Number) link.Attributes["aria-current"] = "page";
        link.InnerHtml.Append(number.ToString("N0", CultureInfo.InvariantCulture));
        output.Content.AppendHtml(number == Of.Number ? "<li class=\"page-item active\">" : "<li class=\"page-item\">").AppendHtml(link)
            .AppendHtml("</li>");
    }

    private void Step(TagHelperOutput output, int number, bool enabled, string icon, string label)
    {
        var link = new TagBuilder(enabled ? "a" : "span");
        link.AddCssClass("page-link");
        if (enabled) link.Attributes["href"] = Address(number);
        link.InnerHtml.AppendHtml($"<i class=\"ti ti-{icon}\" aria-hidden=\"true\"></i><span class=\"visually-hidden\">").Append(label)
            .AppendHtml("</span>");
        output.Content.AppendHtml(enabled ? "<li class=\"page-item\">" : "<li class=\"page-item disabled\">").AppendHtml(link)
            .AppendHtml("</li>");
    }

    private string Address(int number) =>
        PageAddress.With(ViewContext.HttpContext.Request, ("page", number == 1 ? null : number.ToString(CultureInfo.InvariantCulture)));
}
