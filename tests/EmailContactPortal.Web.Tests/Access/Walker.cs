using System.Net;
using System.Net.Http.Json;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Features.Settings.ApiKeys;
using EmailContactPortal.Web.Tests.Api;

namespace EmailContactPortal.Web.Tests.Access;

/// <summary>What an answer means for who asked.</summary>
internal enum Outcome
{
    /// <summary>Let in, whatever came of it.</summary>
    In,
    SignIn,
    Forbidden,
    NotThere,
    Broken,
}

/// <summary>Somebody who tries every address: a visitor, a person in a browser, or a program with a key.</summary>
internal sealed class Walker(HttpClient client, string? formToken) : IDisposable
{
    public static Walker Visitor(PortalFactory portal) => new(portal.Visitor(), null);

    public static async Task<Walker> PersonAsync(PortalFactory portal, string email)
    {
        var client = await portal.SignInAsync(email);
        return new Walker(client, await client.FormTokenAsync("/account/profile"));
    }

    public static async Task<Walker> KeyAsync(PortalFactory portal, int userId, params string[] scopes)
    {
        var form = new ApiKeyForm { Name = "Walk", Scopes = [.. scopes] };
        return new Walker(
            portal.Api(await portal.InScopeAsync<ApiKeyCommands, string>(async c => (await c.CreateAsync(form, userId, default)).Value)),
            null);
    }

    /// <summary>Asks; the body of what was read comes along.</summary>
    public async Task<(Outcome Outcome, int Status, string Body)> AskAsync(Route route, int id)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Address(id));
        if (route.Pattern.EndsWith("/v1/target-groups/import-csv", StringComparison.Ordinal))
            request.Content = new MultipartFormDataContent { { new StringContent("x"), "name" } };
        else if (route.IsApi && route.Method is not "GET") request.Content = JsonContent.Create(new { });
        else if (route.Method == "POST")
            request.Content = new FormUrlEncodedContent(formToken is null ? [] : [new("__RequestVerificationToken", formToken)]);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = route.IsStream ? "" : await response.Content.ReadAsStringAsync();
        var toSignIn = response.StatusCode == HttpStatusCode.Redirect
            && response.Headers.Location!.ToString().StartsWith("/account/sign-in", StringComparison.Ordinal)
            && !route.Pattern.StartsWith("/account/sign-in", StringComparison.Ordinal);
        return (response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => Outcome.SignIn,
            HttpStatusCode.Redirect when toSignIn => Outcome.SignIn,
            HttpStatusCode.Forbidden => Outcome.Forbidden,
            HttpStatusCode.NotFound => Outcome.NotThere,
            >= HttpStatusCode.InternalServerError and not HttpStatusCode.ServiceUnavailable and not HttpStatusCode.BadGateway =>
                Outcome.Broken,
            _ => Outcome.In,
        }, (int)response.StatusCode, body);
    }

    public void Dispose() => client.Dispose();

    /// <summary>All scopes of keys.</summary>
    public static IReadOnlyList<string> Scopes => ApiScopes.All;
}
