using Microsoft.AspNetCore.Mvc.Rendering;

namespace EmailContactPortal.Web.Shell.Times;

/// <summary>A moment inside a sentence of <c>H["…"]</c>, written as <c>&lt;time at="…"&gt;</c> writes it.</summary>
internal static class MomentHtml
{
    /// <summary>The moment in the reader's zone, exact on hover; a dash when there is none.</summary>
    public static TagBuilder Moment(this IHtmlHelper html, DateTime? at, TimeForm form = TimeForm.Near) =>
        TimeTag.Of(at, form, html.ViewContext.HttpContext.RequestServices.GetRequiredService<UserTime>());
}
