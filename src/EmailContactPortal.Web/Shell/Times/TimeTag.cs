using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace EmailContactPortal.Web.Shell.Times;

/// <summary>How a moment is written.</summary>
public enum TimeForm
{
    /// <summary>In words when near, else day and clock.</summary>
    Near,

    /// <summary>Day, year and clock.</summary>
    Full,

    /// <summary>Clock only.</summary>
    Clock,

    /// <summary>Day only.</summary>
    Day,
}

/// <summary>
/// <c>&lt;time at="Model.SentAt" /&gt;</c>: a UTC moment in the reader's zone, exact on hover; a dash when there is none.
/// </summary>
[HtmlTargetElement("time", Attributes = "at")]
public sealed class TimeTag(UserTime userTime) : TagHelper
{
    public DateTime? At { get; set; }

    public TimeForm Form { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var tag = Of(At, Form, userTime);
        output.TagName = tag.TagName;
        output.TagMode = TagMode.StartTagAndEndTag;
        foreach (var (name, value) in tag.Attributes) output.Attributes.SetAttribute(name, value);
        output.Content.SetHtmlContent(tag.InnerHtml);
    }

    /// <summary>The element of a moment.</summary>
    internal static TagBuilder Of(DateTime? at, TimeForm form, UserTime userTime)
    {
        var tag = new TagBuilder(at is null ? "span" : "time");
        if (at is not { } utc)
        {
            tag.InnerHtml.Append("–");
            return tag;
        }

        tag.Attributes["datetime"] = utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        tag.Attributes["title"] = userTime.Exact(utc);
        tag.InnerHtml.Append(form switch
        {
            TimeForm.Full => userTime.Full(utc),
            TimeForm.Clock => userTime.Clock(utc),
            TimeForm.Day => userTime.Day(utc),
            _ => userTime.Near(utc),
        });
        return tag;
    }
}
