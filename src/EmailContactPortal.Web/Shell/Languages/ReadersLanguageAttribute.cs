using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace EmailContactPortal.Web.Shell.Languages;

/// <summary>
/// On pages that strangers read: they are in the browser's language, to somebody signed in English where <see cref="ForVisitors"/> says so.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ReadersLanguageAttribute : Attribute, IAsyncResourceFilter
{
    /// <summary>Whether people who are signed in are spoken to as on their other pages.</summary>
    public bool ForVisitors { get; set; }

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        // Before the next step and not in a method of its own: a language that is set in one is forgotten at its end.
        if (!ForVisitors || context.HttpContext.User.Identity?.IsAuthenticated != true) context.HttpContext.SpeakAsBrowser();
        await next();
    }
}

/// <summary>An answer in the language of the person it is for; without one, as the page would have been.</summary>
internal sealed class InLanguage(CultureInfo? language, IActionResult answer) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        PageLanguage.SpeakAs(language);
        await answer.ExecuteResultAsync(context);
    }
}
