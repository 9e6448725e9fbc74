using Microsoft.AspNetCore.Razor.TagHelpers;

namespace EmailContactPortal.Web.Shell.Elements;

/// <summary>
/// <c>&lt;ecp-address of="@row.Email" /&gt;</c>: an address that is broken after its @ and its dots where there is no room, and not in the
/// middle of a word.
/// </summary>
[HtmlTargetElement("ecp-address", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class AddressTag : TagHelper
{
    public string Of { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        var start = 0;
        for (var i = 0; i < Of.Length; i++)
        {
            if (Of[i] is not ('@' or '.')) continue;
            output.Content.Append(Of[start..(i + 1)]);
            output.Content.AppendHtml("<wbr>");
            start = i + 1;
        }

        output.Content.Append(Of[start..]);
    }
}
