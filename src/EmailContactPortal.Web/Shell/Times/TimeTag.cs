using System.Globalization;
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

/// <summary><c>&lt;time at="Model.SentAt" /&gt;</c>: a UTC moment in the reader's zone, exact on hover; a dash when there is none.</summary>
[HtmlTargetElement("time", Attributes = "at")]
public sealed class TimeTag(UserTime userTime) : TagHelper
{
    public DateTime? At { get; set; }

    public TimeForm Form { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        if (At is not { } utc)
        {
            output.TagName = "span";
            output.Content.SetContent("–");
            return;
        }

        output.Attributes.SetAttribute("datetime", utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("title", userTime.Exact(utc));
        output.Content.SetContent(Form switch
        {
            TimeForm.Full => userTime.Full(utc),
            TimeForm.Clock => userTime.Clock(utc),
            TimeForm.Day => userTime.Day(utc),
            _ => userTime.Near(utc),
        });
    }
}
