using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Razor;

namespace EmailContactPortal.Web.Startup;

/// <summary>Finds a controller's views in its own folder: the namespace below the project is the path.</summary>
internal sealed class FeatureViewLocations : IViewLocationExpander
{
    private const string Root = "EmailContactPortal.Web.";

    public void PopulateValues(ViewLocationExpanderContext context)
    {
        var space = (context.ActionContext.ActionDescriptor as ControllerActionDescriptor)?.ControllerTypeInfo.Namespace ?? "";
        context.Values["folder"] = space.StartsWith(Root, StringComparison.Ordinal) ? space[Root.Length..].Replace('.', '/') : "";
    }

    public IEnumerable<string> ExpandViewLocations(ViewLocationExpanderContext context, IEnumerable<string> viewLocations)
    {
        var folder = context.Values["folder"];
        if (!string.IsNullOrEmpty(folder)) yield return $"/{folder}/{{0}}.cshtml";
        yield return "/Views/Shared/{0}.cshtml";
    }
}
