using System.Text.Json;
using EmailContactPortal.Crm.Calling;
using EmailContactPortal.Crm.Rest.Describing;

namespace EmailContactPortal.Crm.Rest;

/// <summary>
/// Compares an answer with what was sent, where the CRM shows the record it keeps: the same place in the answer, or one level deeper.
/// Compared are our ids and, when somebody leaves or comes back, the flags that the description sets; everything else a CRM may write in
/// its own way.
/// </summary>
internal static class RestProof
{
    /// <summary>The place that shows another value, and the value; null when nothing contradicts.</summary>
    public static (string Name, string Shown)? Difference(RestCall call, RestTemplate values, bool isConsent, CrmAnswer answer)
    {
        if (answer.Json is not { } json) return null;
        var sent = new List<(string[] Path, string Value)>();
        if (call.Form is { } form)
            sent.AddRange(form.Where(f => IsKey(f.Value, isConsent)).Select(f => (new[] { f.Key }, values.Fill(f.Value, v => v))));
        else if (call.Body is { } body) Collect(body, [], values, isConsent, sent);
        foreach (var (path, value) in sent)
        {
            foreach (var root in Roots(json))
            {
                if (Find(root, path) is { } shown && !WrittenValue.IsSame(value, shown)) return (path[^1], shown);
            }
        }

        return null;
    }

    private static void Collect(
        JsonElement template, string[] path, RestTemplate values, bool isConsent, List<(string[] Path, string Value)> sent)
    {
        switch (template.ValueKind)
        {
            case JsonValueKind.Object when !template.TryGetProperty(RestTemplate.Each, out _):
                foreach (var property in template.EnumerateObject())
                    Collect(property.Value, [.. path, property.Name], values, isConsent, sent);
                break;
            case JsonValueKind.String when IsKey(template.GetString()!, isConsent):
                sent.Add((path, values.Fill(template.GetString()!, v => v)));
                break;
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number when isConsent:
                sent.Add((path, template.GetRawText()));
                break;
        }
    }

    private static bool IsKey(string template, bool isConsent) =>
        template is "{externalId}" or "{contactId}"
            || (isConsent && template.ToLowerInvariant() is "1" or "0" or "true" or "false" or "yes" or "no" or "on" or "off");

    private static IEnumerable<JsonElement> Roots(JsonElement json)
    {
        yield return json;
        if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 1) yield return json[0];
        if (json.ValueKind != JsonValueKind.Object) yield break;
        foreach (var property in json.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Object)) yield return property.Value;
    }

    private static string? Find(JsonElement root, string[] path)
    {
        foreach (var name in path)
        {
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out root)) return null;
        }

        return root.ValueKind switch
        {
            JsonValueKind.String => root.GetString(),
            JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => root.GetRawText(),
            _ => null,
        };
    }
}
