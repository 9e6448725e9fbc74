using System.Text.Json;

namespace EmailContactPortal.Testing.Vtiger;

/// <summary>A request and answer recorded on a live vtiger 8.0.</summary>
public sealed record Recording(string Name, string Method, IReadOnlyDictionary<string, string> Arguments, int Status, string Body)
{
    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Vtiger", "Fixtures");

    public static IEnumerable<Recording> All() => Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Read);

    public static Recording Of(string name) => Read(Path.Combine(Folder, name + ".json"));

    /// <summary>The recorded result, when the call succeeded.</summary>
    public JsonElement Result => JsonDocument.Parse(Body).RootElement.GetProperty("result");

    public override string ToString() => Name;

    private static Recording Read(string file)
    {
        var root = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        var request = root.GetProperty("request");
        var response = root.GetProperty("response");
        var arguments = request.TryGetProperty("query", out var query)
            ? query
            : request.TryGetProperty("form", out var form) ? form : default;
        return new Recording(
            root.GetProperty("name").GetString()!,
            request.GetProperty("method").GetString()!,
            arguments.ValueKind == JsonValueKind.Object
                ? arguments.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString())
                : new Dictionary<string, string>(),
            response.GetProperty("status").GetInt32(),
            response.TryGetProperty("json", out var json)
                ? json.GetRawText()
                : response.TryGetProperty("text", out var text) ? text.GetString()! : "");
    }
}
