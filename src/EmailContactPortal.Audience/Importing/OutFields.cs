using System.Text.Json;
using System.Text.Json.Serialization;
using EmailContactPortal.Domain.TargetGroups;

namespace EmailContactPortal.Audience.Importing;

/// <summary>A group's outgoing field mapping as it is stored.</summary>
public static class OutFields
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Groups made before there was a mapping have an empty text.</summary>
    public static IReadOnlyList<OutField> Parse(string? json) =>
        string.IsNullOrEmpty(json) ? [] : JsonSerializer.Deserialize<OutField[]>(json, Json) ?? [];

    public static string ToJson(IReadOnlyList<OutField> fields) => JsonSerializer.Serialize(fields, Json);
}
