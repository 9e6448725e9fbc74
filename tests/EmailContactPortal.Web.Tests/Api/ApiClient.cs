using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Features.Settings.ApiKeys;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Api;

/// <summary>What a program does with the API.</summary>
internal static class ApiClient
{
    /// <summary>A client with a new key of these scopes; all of them when none is named.</summary>
    public static async Task<HttpClient> ApiAsync(this PortalFactory portal, params string[] scopes)
    {
        var user = await portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == PortalFactory.AdminEmail).Select(u => u.Id)
            .SingleAsync());
        var form = new ApiKeyForm { Name = "Tests", Scopes = [.. scopes.Length > 0 ? scopes : ApiScopes.All] };
        var key = await portal.InScopeAsync<ApiKeyCommands, string>(async c => (await c.CreateAsync(form, user, default)).Value);
        return portal.Api(key);
    }

    /// <summary>A client with this key.</summary>
    public static HttpClient Api(this PortalFactory portal, string? key)
    {
        var client = portal.CreateClient();
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Reads JSON of an answer that must be good.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpClient client, string path) =>
        await JsonAsync(await client.GetAsync(path), HttpStatusCode.OK);

    public static async Task<JsonElement> PostAsync(this HttpClient client, string path, object body, HttpStatusCode expected) =>
        await JsonAsync(await client.PostAsJsonAsync(path, body), expected);

    /// <summary>The JSON of an answer with the expected status; refusals must be problem+json with a sentence.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(
                response.StatusCode == expected,
                $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri} answered {(int)response.StatusCode}: {text}");
            var json = JsonSerializer.Deserialize<JsonElement>(text);
            if ((int)expected < 400) return json;
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal((int)expected, json.GetProperty("status").GetInt32());
            Assert.NotEqual("", json.GetProperty("detail").GetString());
            return json;
        }
    }

    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();

    public static int Int(this JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
