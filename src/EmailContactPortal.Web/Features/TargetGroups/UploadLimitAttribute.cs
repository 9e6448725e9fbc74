using EmailContactPortal.Audience;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>Lets a request carry a file as large as <c>Imports:MaxUploadBytes</c>; must come before anything reads the form.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UploadLimitAttribute : Attribute, IAuthorizationFilter, IOrderedFilter
{
    // The other parts of the form.
    private const long Rest = 1024 * 1024;

    /// <summary>Before the antiforgery check, which reads the form.</summary>
    public int Order => -1000;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        var limit = http.RequestServices.GetRequiredService<IOptions<AudienceOptions>>().Value.MaxUploadBytes + Rest;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body) body.MaxRequestBodySize = limit;
        http.Features.Set<IFormFeature>(new FormFeature(
            http.Request, new FormOptions { MultipartBodyLengthLimit = limit, BufferBody = false }));
    }
}
