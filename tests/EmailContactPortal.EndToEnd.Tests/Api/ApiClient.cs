using System.Net.Http.Json;
using System.Text.Json;

namespace EmailContactPortal.EndToEnd.Tests.Api;

/// <summary>The REST API as a program outside uses it.</summary>
internal sealed class ApiClient(PortalProcess portal) : IDisposable
{
    private readonly HttpClient http = portal.Api();

    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await http.GetAsync(new Uri(path, UriKind.Relative)));

    public async Task<JsonElement> PostAsync(string path, object? body = null) =>
        await ReadAsync(await http.PostAsJsonAsync(path, body ?? new { }));

    public async Task<JsonElement> PatchAsync(string path, object body) => await ReadAsync(await http.PatchAsJsonAsync(path, body));

    public async Task<int> ImportCsvAsync(string csv, string name, int listTypeId)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(csv), "file", "people.csv" },
            { new StringContent(name), "name" },
            { new StringContent($"{listTypeId}"), "listTypeId" },
        };
        return (await ReadAsync(await http.PostAsync(
            new Uri("target-groups/import-csv", UriKind.Relative), form))).GetProperty("id").GetInt32();
    }

    /// <summary>Waits for the group's import and gives the group.</summary>
    public Task<JsonElement> ImportedAsync(int groupId) =>
        Eventually.BecomesAsync(
            () => GetAsync($"target-groups/{groupId}"), g => g.GetProperty("status").GetString() != "Importing", TimeSpan.FromSeconds(60));

    /// <summary>Makes a campaign of a group and an email and sends it now.</summary>
    public async Task<int> SendAsync(string name, int groupId, int emailId)
    {
        var id = (await PostAsync("campaigns", new { name })).GetProperty("id").GetInt32();
        await PatchAsync($"campaigns/{id}", new { targetGroupId = groupId, emailId });
        await PostAsync($"campaigns/{id}/send");
        return id;
    }

    /// <summary>Waits until the campaign is in the state and gives it.</summary>
    public Task<JsonElement> CampaignIsAsync(int id, string status, int seconds = 120) =>
        Eventually.BecomesAsync(
            () => GetAsync($"campaigns/{id}"), c => c.GetProperty("status").GetString() == status, TimeSpan.FromSeconds(seconds));

    public void Dispose() => http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(
            response.IsSuccessStatusCode,
            $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
