using System.Text.Json.Serialization;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Api.Calls;
using EmailContactPortal.Web.Startup.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace EmailContactPortal.Web.Api;

/// <summary>The REST API under <c>/api/v1</c> and its description.</summary>
internal static class ApiRegistration
{
    private const string Root = "/api/v1";
    private const string BearerName = "bearer";

    public static IServiceCollection AddApi(this IServiceCollection services, ApiOptions options)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        // What routing answers by itself (wrong method or content type) has no policy of ours; under /api it must not send programs to the
        // sign-in page.
        services.PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, o =>
            o.ForwardDefaultSelector = context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
                ? ApiKeyAuthentication.SchemeName
                : null);
        services.AddSingleton(_ => new CallLimit(options.CallsPerSecond));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        services.AddOpenApi("v1", o => o.AddDocumentTransformer((document, context, _) =>
        {
            // The framework writes what the Host header said.
            document.Servers = [new OpenApiServer
            {
                Url = context.ApplicationServices.GetRequiredService<IOptions<PortalOptions>>().Value.Link("/"),
            }];
            document.Info = new OpenApiInfo
            {
                Title = "Email Contact Portal",
                Version = "v1",
                Description = "Import people, write emails, send campaigns and read what came of them. Errors are problem+json (RFC 9457).",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[BearerName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = BearerName,
                Description = "A key from Settings, API keys.",
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerName, document)] = [] }];
            return Task.CompletedTask;
        }));
        return services;
    }

    /// <summary>Errors of the API in its own words; before routing.</summary>
    public static IApplicationBuilder UseApi(this IApplicationBuilder app) =>
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
            api => api.UseMiddleware<ApiErrors>());

    public static WebApplication MapApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        var api = app.MapGroup(Root).AddEndpointFilter(app.Services.GetRequiredService<CallLimit>()).AddEndpointFilter(new OwnershipCheck())
            .DisableAntiforgery();
        api.MapListTypes();
        api.MapTargetGroups();
        api.MapCrmConnections();
        api.MapWriteBack();
        api.MapEmails();
        api.MapCampaigns();
        api.MapDeliveries();
        api.MapUnsubscribes();
        return app;
    }
}
