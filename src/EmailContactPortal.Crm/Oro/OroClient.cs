using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EmailContactPortal.Crm.Calling;

namespace EmailContactPortal.Crm.Oro;

/// <summary>
/// Calls the JSON:API of an Oro: its media type on every request, a token that is renewed when it ends in the middle of a walk, and answers
/// told in people's words.
/// </summary>
internal sealed class OroClient
{
    private const string MediaType = "application/vnd.api+json";
    private readonly CrmHttp calls;
    private readonly ClientCredentials credentials;
    private readonly string api;

    public OroClient(HttpClient http, CrmSettings settings, OroOptions options)
    {
        if (!Uri.TryCreate(settings.Url.Trim(), UriKind.Absolute, out var site) || site.Scheme is not ("http" or "https"))
        {
            throw new CrmException(
                CrmFault.Settings,
                $"“{settings.Url}” is not a web address. Write the site's address as in the browser, for example https://crm.example.com.");
        }

        var path = site.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var root = path.EndsWith("/index.php", StringComparison.OrdinalIgnoreCase) ? path[..^"/index.php".Length] : path;
        settings.Trace?.Hide(settings.Secret);
        api = root + options.ApiPath.TrimEnd('/');
        calls = new CrmHttp(http, settings);
        credentials = new ClientCredentials(
            calls, settings, new Uri(root + "/oauth2-token"), TokenForm.Json, new Dictionary<string, string>());
    }

    /// <summary>Signs in, if there is no token yet.</summary>
    public Task SignInAsync(CancellationToken cancellationToken) => credentials.TokenAsync(cancellationToken);

    /// <summary>Reads a list.</summary>
    /// <param name="entity">Name in the address, as <c>contacts</c>.</param>
    /// <param name="query">Filters, sorting, paging.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<OroPage> ListAsync(
        string entity, IReadOnlyList<(string Name, string Value)> query, CancellationToken cancellationToken)
    {
        var address =
            $"{api}/{entity}?{string.Join('&', query.Select(q => $"{Uri.EscapeDataString(q.Name)}={Uri.EscapeDataString(q.Value)}"))}";
        var answer = await SendAsync(HttpMethod.Get, address, null, cancellationToken);
        if (!answer.IsSuccess) throw OroTrouble.Of(answer, entity, "view");
        if (answer.Json is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("data", out var data)
            || data.ValueKind != JsonValueKind.Array) throw CallTrouble.Page(answer);
        int? total = answer.Headers.TryGetValues("X-Include-Total-Count", out var values) && int.TryParse(values.First(), out var count)
            ? count
            : null;
        return new OroPage([.. data.EnumerateArray().Select(d => new OroRecord(d))], total);
    }

    /// <summary>Creates or changes a record; what the answer means is for the caller.</summary>
    public Task<CrmAnswer> WriteAsync(HttpMethod method, string path, object data, CancellationToken cancellationToken) =>
        SendAsync(method, $"{api}/{path}", JsonSerializer.Serialize(new { data }), cancellationToken);

    private async Task<CrmAnswer> SendAsync(HttpMethod method, string address, string? body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var token = await credentials.TokenAsync(cancellationToken);
            var answer = await calls.SendAsync(() => Request(method, address, body, token), isSecret: false, cancellationToken);
            if (answer.Redirect is not null) throw CallTrouble.Redirected(answer);
            if (answer.Status == (int)HttpStatusCode.Unauthorized)
            {
                credentials.Forget(token);
                if (attempt == 1) continue;
                throw new CrmException(
                    CrmFault.SignIn,
                    "Oro gave a token and then refused it. The OAuth application may belong to the storefront instead of the back "
                        + "office, or its user is disabled.");
            }

            if (answer.IsPage) throw CallTrouble.Page(answer);
            return answer;
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string address, string? body, string token)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Accept.ParseAdd(MediaType);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (method == HttpMethod.Get) request.Headers.Add("X-Include", "totalCount");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(MediaType));
        // Oro refuses parameters of its media type, also the charset.
        if (request.Content is not null) request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        return request;
    }
}
