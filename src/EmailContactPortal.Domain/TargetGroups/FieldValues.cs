using System.Text.Json;

namespace EmailContactPortal.Domain.TargetGroups;

/// <summary>A person's own fields as they are stored with members and deliveries: an object of texts.</summary>
public static class FieldValues
{
    /// <summary>The values by key; a row that cannot be read has none, so that it costs its own values and nothing else.</summary>
    public static Dictionary<string, string> Read(string json)
    {
        if (json.Length <= 2) return [];
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateObject().GroupBy(p => p.Name, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Last().Value.ToString(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return [];
        }
    }
}
