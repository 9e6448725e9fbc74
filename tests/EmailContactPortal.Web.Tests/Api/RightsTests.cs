using System.Net;
using System.Net.Http.Json;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Features.Settings.ApiKeys;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Api;

public sealed class RightsTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Every_call_needs_a_key()
    {
        foreach (var key in new[] { null, "", "ecp_unknown" })
        {
            using var client = portal.Api(key);
            foreach (var (method, path) in Calls())
            {
                using var request = new HttpRequestMessage(
                    new HttpMethod(method), path)
                { Content = method == "GET" ? null : JsonContent.Create(new { }) };
                var response = await client.SendAsync(request);
                Assert.Contains("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
                await response.JsonAsync(HttpStatusCode.Unauthorized);
            }
        }
    }

    [Fact]
    public async Task A_session_in_the_browser_is_no_key()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        await (await admin.GetAsync("/api/v1/campaigns")).JsonAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_does_what_its_scopes_say()
    {
        using var reader = await portal.ApiAsync(ApiScopes.Read);
        await reader.JsonAsync("/api/v1/campaigns");
        var refused = await reader.PostAsync("/api/v1/campaigns", new { name = "x" }, HttpStatusCode.Forbidden);
        Assert.Contains("'write'", refused.Text("detail"), StringComparison.Ordinal);
        using var writer = await portal.ApiAsync(ApiScopes.Write);
        await (await writer.GetAsync("/api/v1/campaigns")).JsonAsync(HttpStatusCode.Forbidden);
        await writer.PostAsync("/api/v1/campaigns/1/send", new { }, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_and_its_use_was_noted()
    {
        using var client = await portal.ApiAsync(ApiScopes.Read);
        await client.JsonAsync("/api/v1/list-types");
        var id = await portal.InDatabaseAsync(db => db.ApiKeys.MaxAsync(k => k.Id));
        Assert.NotNull(await portal.InDatabaseAsync(db => db.ApiKeys.Where(k => k.Id == id).Select(k => k.LastUsedAt).SingleAsync()));
        await portal.InScopeAsync<ApiKeyCommands, bool>(async c => (await c.RevokeAsync(id, default)).Succeeded);
        await (await client.GetAsync("/api/v1/list-types")).JsonAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_key_of_a_deactivated_user_is_refused()
    {
        using var client = await portal.ApiAsync();
        await portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == PortalFactory.AdminEmail)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.IsActive, false)));
        await (await client.GetAsync("/api/v1/list-types")).JsonAsync(HttpStatusCode.Unauthorized);
        await portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == PortalFactory.AdminEmail)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.IsActive, true)));
    }

    [Fact]
    public async Task Errors_that_the_server_makes_are_worded_too()
    {
        using var client = await portal.ApiAsync();
        await (await client.GetAsync("/api/v1/nothing-here")).JsonAsync(HttpStatusCode.NotFound);
        await (await client.DeleteAsync("/api/v1/list-types")).JsonAsync(HttpStatusCode.MethodNotAllowed);
        await (await client.PostAsync(
            "/api/v1/emails", new StringContent("a=b", null, "text/plain"))).JsonAsync(HttpStatusCode.UnsupportedMediaType);
        var broken = await (await client.PostAsync(
            "/api/v1/emails", new StringContent("{\n\"name\": \n", null, "application/json"))).JsonAsync(HttpStatusCode.BadRequest);
        Assert.Contains("not valid JSON", broken.Text("detail"), StringComparison.Ordinal);
        var wrong = await (await client.PostAsync(
            "/api/v1/emails", new StringContent("{\"name\": 5}", null, "application/json"))).JsonAsync(HttpStatusCode.BadRequest);
        Assert.Contains("'name'", wrong.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_names_every_call_and_the_key()
    {
        using var client = portal.Api(null);
        var description = await client.JsonAsync("/openapi/v1.json");
        var paths = description.GetProperty("paths");
        foreach (var (method, path) in Calls()) Assert.True(
            paths.TryGetProperty(Described(path), out var calls) && calls.TryGetProperty(method.ToLowerInvariant(), out _),
            $"{method} {path}");
        Assert.True(description.GetProperty("components").GetProperty("securitySchemes").TryGetProperty("bearer", out _));
        Assert.DoesNotContain(paths.EnumerateObject(), p => !p.Name.StartsWith("/api/", StringComparison.Ordinal));
    }

    private static string Described(string path) =>
        path.Replace("/1", "/{id}", StringComparison.Ordinal).Replace("/api/v{id}", "/api/v1", StringComparison.Ordinal);

    private List<(string Method, string Path)> Calls() =>
    [
        .. from endpoint in portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
           where path.StartsWith("/api/", StringComparison.Ordinal)
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
           select (method, path.Replace("{id:int}", "1", StringComparison.Ordinal)),
    ];
}
