using System.Net;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Shell;

/// <summary>Walks every route as a visitor, as a marketer and as an administrator.</summary>
public sealed class RightsTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    /// <summary>The only addresses that answer without signing in; the API has its own keys.</summary>
    private static readonly string[] Public =
    [
        "account/sign-in", "account/sign-in/code", "account/forgotten", "account/reset", "account/session", "error/", "health/", "metrics",
        "openapi/", "api/",
        "o/", "c/", "v/", "u/", "p/", "s/",
    ];

    [Fact]
    public void Only_the_listed_routes_answer_without_signing_in()
    {
        var open = Routes().Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Path).Where(p => !IsPublic(p))
            .Distinct();
        Assert.Empty(open);
    }

    [Fact]
    public async Task Visitor_is_sent_to_sign_in_from_every_other_page()
    {
        using var visitor = portal.Visitor();
        foreach (var path in Pages())
        {
            using var response = await visitor.GetAsync("/" + path);
            Assert.True(response.StatusCode == HttpStatusCode.Redirect, $"{path} answered {(int)response.StatusCode}");
            Assert.StartsWith("/account/sign-in", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Marketer_is_refused_on_every_page_of_administrators()
    {
        using var marketer = await portal.SignInAsync();
        foreach (var path in Pages(adminOnly: true))
        {
            using var response = await marketer.GetAsync("/" + path);
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{path} answered {(int)response.StatusCode}");
        }

        Assert.NotEmpty(Pages(adminOnly: true));
    }

    [Fact]
    public void Settings_belong_to_administrators()
    {
        var loose = Routes().Where(r => Path(r).StartsWith("settings", StringComparison.OrdinalIgnoreCase) && !IsAdminOnly(r)).Select(Path);
        Assert.Empty(loose);
    }

    [Fact]
    public async Task Every_page_without_parameters_opens_for_an_administrator()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        foreach (var path in Pages().Where(p => !p.Contains("events", StringComparison.Ordinal)))
        {
            using var response = await admin.GetAsync("/" + path);
            Assert.True((int)response.StatusCode < 400, $"{path} answered {(int)response.StatusCode}");
        }
    }

    [Fact]
    public async Task Post_without_the_forms_token_is_refused()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        foreach (var path in Routes().Where(r => Allows(r, "POST")).Select(Path)
            .Where(p => !IsPublic(p) || p.StartsWith("account/", StringComparison.Ordinal)).Distinct())
        {
            using var response = await admin.PostAsync("/" + Filled(path), new FormUrlEncodedContent([]));
            Assert.True(response.StatusCode is HttpStatusCode.BadRequest, $"POST {path} answered {(int)response.StatusCode}");
        }
    }

    private IEnumerable<RouteEndpoint> Routes() =>
        portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>Addresses of pages that need no id.</summary>
    private List<string> Pages(bool adminOnly = false) =>
    [
        .. Routes()
            .Where(r => r.Metadata.GetMetadata<ControllerActionDescriptor>() is not null && Allows(r, "GET")
                && (!adminOnly || IsAdminOnly(r)))
            .Select(Path).Where(p => !IsPublic(p) && !p.Contains('{', StringComparison.Ordinal)).Distinct(),
    ];

    private static bool IsAdminOnly(RouteEndpoint route) =>
        route.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy == Policies.Admin);

    private static bool Allows(RouteEndpoint route, string method) =>
        route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) ?? false;

    private static bool IsPublic(string path) =>
        Public.Any(p => path.Equals(p, StringComparison.Ordinal) || (p.EndsWith('/') && path.StartsWith(p, StringComparison.Ordinal)));

    private static string Path(RouteEndpoint route) => route.RoutePattern.RawText?.Trim('/') ?? "";

    private static string Filled(string path) => string.Join('/', path.Split('/').Select(s => s.StartsWith('{') ? "1" : s));
}
