using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EmailContactPortal.Crm.Calling;
using EmailContactPortal.Crm.Rest.Describing;

namespace EmailContactPortal.Crm.Rest;

/// <summary>
/// Makes the calls of a description: addresses, headers, sign-in, and what the answers mean. It never leaves the server it was told,
/// whatever a link says.
/// </summary>
internal sealed class RestClient
{
    private static readonly ConcurrentDictionary<(Uri Address, double Limit), CrmPace> Paces = new();
    private readonly CrmHttp calls;
    private readonly CrmSettings settings;
    private readonly RestDescription description;
    private readonly ClientCredentials? credentials;
    private readonly Uri root;

    public RestClient(HttpClient http, CrmSettings settings, RestDescription description)
    {
        if (!Uri.TryCreate(settings.Url.Trim().TrimEnd('/'), UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https"))
        {
            throw new CrmException(
                CrmFault.Settings,
                $"“{settings.Url}” is not a web address. Write the address that the paths of the description go on from, for example "
                    + "https://api.example.com/v1.");
        }

        // The connection's own limit counts when it is the tighter one; all adapters of one address share the described one.
        if (description.Limits.PerSecond is > 0 and var limit
            && (settings.Pace.CallsPerSecond <= 0 || settings.Pace.CallsPerSecond > limit))
        {
            settings = settings with { Pace = Paces.GetOrAdd((address, limit), key => new CrmPace(key.Limit, TimeProvider.System)) };
        }

        (this.settings, this.description, root) = (settings, description, address);
        settings.Trace?.Hide(settings.Secret);
        calls = new CrmHttp(http, settings);
        if (description.Auth is { Type: "oauth2" } auth)
        {
            var tokens = Uri.TryCreate(auth.TokenUrl, UriKind.Absolute, out var whole) && whole.Scheme is "http" or "https"
                ? whole
                : new Uri(address.GetLeftPart(UriPartial.Authority) + "/" + auth.TokenUrl.TrimStart('/'));
            credentials = new ClientCredentials(
                calls, settings, tokens, auth.Client switch { "basic" => TokenForm.Basic, "json" => TokenForm.Json, _ => TokenForm.Form },
                auth.Fields);
        }
    }

    /// <summary>Signs in where that is a call of its own.</summary>
    public async Task SignInAsync(CancellationToken cancellationToken)
    {
        if (description.Auth.Type is not "none" && settings.Secret.Length == 0)
            throw new CrmException(CrmFault.SignIn, "The connection has no secret. Write the key, token or password of the CRM into it.");
        if (credentials is not null) await credentials.TokenAsync(cancellationToken);
    }

    /// <summary>The address of a call.</summary>
    public Uri AddressOf(RestCall call, RestTemplate values)
    {
        var query = call.Query.Select(q => (q.Key, Value: values.Fill(q.Value, v => v))).Where(q => q.Value.Length > 0)
            .Select(q => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(q.Value)}").ToList();
        var address = root.AbsoluteUri.TrimEnd('/') + values.Fill(call.Path, Uri.EscapeDataString);
        if (query.Count == 0) return new Uri(address);
        return new Uri(address + (call.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + string.Join('&', query));
    }

    /// <summary>A link that an answer gave.</summary>
    /// <exception cref="CrmException">It leads to another server, which must not see the secret.</exception>
    public Uri Follow(Uri from, string link, string place)
    {
        var target = new Uri(from, link);
        return target.Scheme == root.Scheme && target.Authority == root.Authority
            ? target
            : throw new CrmException(
                CrmFault.Nonsense,
                $"The next page of {place} is said to be on another server ({target.Authority}). The portal does not follow, because the "
                    + "secret would go along.");
    }

    /// <summary>Reads JSON.</summary>
    /// <param name="place">Where the call stands in the description.</param>
    /// <param name="call">What to call.</param>
    /// <param name="values">What the placeholders mean.</param>
    /// <param name="address">Instead of the call's own address.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(JsonElement Json, CrmAnswer Answer)> ReadAsync(
        string place, RestCall call, RestTemplate values, Uri? address, CancellationToken cancellationToken) =>
        Read(place, call, await SendAsync(call, values, address, HttpMethod.Get, cancellationToken));

    /// <summary>Reads JSON of a page that may lie behind the last one; null when it does.</summary>
    public async Task<(JsonElement Json, CrmAnswer Answer)?> ReadFurtherAsync(
        string place, RestCall call, RestTemplate values, Uri? address, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(call, values, address, HttpMethod.Get, cancellationToken);
        return answer.Status == (int)HttpStatusCode.NotFound ? null : Read(place, call, answer);
    }

    private (JsonElement Json, CrmAnswer Answer) Read(string place, RestCall call, CrmAnswer answer)
    {
        if (!IsGood(call, answer))
            throw RestTrouble.Of(answer, place, description.Error, call.Path.Contains("{campaignId}", StringComparison.Ordinal));
        if (answer.Json is not { } json) throw CallTrouble.Page(answer);
        return (json, answer);
    }

    /// <summary>Makes a writing call; what the answer means is for the caller.</summary>
    public Task<CrmAnswer> WriteAsync(RestCall call, RestTemplate values, CancellationToken cancellationToken) =>
        SendAsync(call, values, null, HttpMethod.Post, cancellationToken);

    /// <summary>Whether an answer is a good one for this call.</summary>
    public static bool IsGood(RestCall call, CrmAnswer answer)
    {
        if (call.Success is not { } success) return answer.IsSuccess;
        if (success.Status.Count > 0 ? !success.Status.Contains(answer.Status) : !answer.IsSuccess) return false;
        if (success.Path is not { } path) return true;
        return answer.Json is { } json
            && (success.Equal.Count == 0
                ? JsonPointer.Text(json, path).Length > 0
                : JsonPointer.Is(json, new RestTest { Path = path, Equal = success.Equal }));
    }

    private async Task<CrmAnswer> SendAsync(
        RestCall call, RestTemplate values, Uri? address, HttpMethod otherwise, CancellationToken cancellationToken)
    {
        var method = call.Method is { } named ? new HttpMethod(named.ToUpperInvariant()) : otherwise;
        for (var attempt = 1; ; attempt++)
        {
            var token = credentials is null ? settings.Secret : await credentials.TokenAsync(cancellationToken);
            var answer = await calls.SendAsync(
                () => Request(method, address ?? AddressOf(call, values), call, values, token), isSecret: false, cancellationToken);
            if (answer.Redirect is not null) throw CallTrouble.Redirected(answer);
            if (answer.Status != (int)HttpStatusCode.Unauthorized) return answer;
            credentials?.Forget(token);
            if (credentials is null || attempt > 1) throw RestTrouble.SignIn(answer, description.Error);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address, RestCall call, RestTemplate values, string token)
    {
        var request = new HttpRequestMessage(method, address);
        if (call.Form is { } form)
            request.Content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Key, values.Fill(f.Value, v => v))));
        else if (call.Body is { } body)
            request.Content = new StringContent(values.Fill(body)?.ToJsonString() ?? "null", Encoding.UTF8, "application/json");
        foreach (var (name, value) in description.Headers)
        {
            if (!name.StartsWith("content-", StringComparison.OrdinalIgnoreCase)) request.Headers.TryAddWithoutValidation(name, value);
            else if (request.Content is not null && name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
        }

        if (request.Headers.Accept.Count == 0) request.Headers.Accept.ParseAdd("application/json");
        switch (description.Auth.Type)
        {
            case "bearer" or "oauth2":
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
                break;
            case "basic":
                request.Headers.Authorization = new AuthenticationHeaderValue(
                    "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.UserName}:{settings.Secret}")));
                break;
            case "header":
                request.Headers.TryAddWithoutValidation(
                    description.Auth.Header,
                    description.Auth.Value.Replace("{secret}", token, StringComparison.Ordinal)
                        .Replace("{userName}", settings.UserName, StringComparison.Ordinal));
                break;
        }

        return request;
    }
}
