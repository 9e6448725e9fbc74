using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewEngines;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace EmailContactPortal.Web.Shell.Parts;

/// <summary>
/// Answers a save with the parts of the page that are not as the browser shows them, each as <c>&lt;div data-part="who"
/// data-mark="…"&gt;</c>. The page's own view draws them, so that what is shown after a save and what is shown after loading cannot differ;
/// the rest of it is not sent.
/// </summary>
internal sealed class ChangedParts(string view, object model) : ActionResult
{
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        var engine = http.RequestServices.GetRequiredService<ICompositeViewEngine>();
        // Not as a main page: without start file and layout.
        var page = engine.FindView(context, view, isMainPage: false).EnsureSuccessful([]).View!;
        var data = new ViewDataDictionary(
            http.RequestServices.GetRequiredService<Microsoft.AspNetCore.Mvc.ModelBinding.IModelMetadataProvider>(),
            context.ModelState)
        { Model = model };
        var temp = http.RequestServices.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(http);
        var found = PartMark.Collect(http);
        await page.RenderAsync(new ViewContext(context, page, data, temp, TextWriter.Null, new HtmlHelperOptions()));
        var shown = PartMark.Shown(http.Request);
        http.Response.ContentType = "text/html; charset=utf-8";
        var changed = found.Where(p => shown.GetValueOrDefault(p.Name) != p.Mark).ToList();
        // What stands in a part that is sent comes with it.
        foreach (var part in changed.Where(p => changed.TrueForAll(c => c.Name != p.Outer)))
        {
            await http.Response.WriteAsync(
                $"<div data-part=\"{part.Name}\" data-mark=\"{part.Mark}\">{part.Html}</div>\n", http.RequestAborted);
        }
    }
}
