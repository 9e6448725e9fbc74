using System.Globalization;
using System.Text.Json;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm;

/// <summary>Checks a connection's options against what its kind wants to know.</summary>
public static class CrmOptionCheck
{
    /// <summary>
    /// What is wrong, each with the name of the option it concerns; a secret counts as given when <paramref name="hasSecret"/> says so.
    /// </summary>
    /// <param name="kind">Whose options.</param>
    /// <param name="options">A JSON object.</param>
    /// <param name="hasSecret">Whether an earlier value of a secret option is kept.</param>
    public static IEnumerable<(string Name, string Message)> Problems(CrmKind kind, JsonElement options, Func<string, bool> hasSecret)
    {
        foreach (var property in options.EnumerateObject())
        {
            if (kind.Options.All(o => o.Name != property.Name)) yield return (property.Name, Unknown(kind, property.Name));
        }

        foreach (var option in kind.Options)
        {
            var isGiven = options.TryGetProperty(option.Name, out var value) && !IsEmpty(value);
            if (isGiven)
            {
                foreach (var message in Wrong(option, value)) yield return (option.Name, message);
            }
            else if (option.Required && option.Default.Length == 0 && !(option.Type == CrmOptionType.Secret && hasSecret(option.Name)))
            {
                yield return (option.Name, $"{option.Label} is missing.");
            }
        }
    }

    private static string Unknown(CrmKind kind, string name) => kind.Options.Count == 0
        ? $"{kind.Label} has no options, so '{name}' means nothing."
        : $"{kind.Label} has no option '{name}'. It has {string.Join(", ", kind.Options.Select(o => o.Name))}.";

    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
        || (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString()))
        || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    private static IEnumerable<string> Wrong(CrmOption option, JsonElement value)
    {
        if (value.GetRawText().Length > option.MaxLength)
            return [$"{option.Label} is longer than {option.MaxLength.ToString("N0", CultureInfo.InvariantCulture)} characters."];
        var wrong = option.Type switch
        {
            CrmOptionType.Number => Number(option, value),
            CrmOptionType.Switch => value.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? null
                : $"{option.Label} is true or false.",
            CrmOptionType.Choice => value.ValueKind == JsonValueKind.String && option.Choices.Any(c => c.Value == value.GetString())
                ? null
                : $"{option.Label} is one of {string.Join(", ", option.Choices.Select(c => c.Value))}.",
            CrmOptionType.Lines =>
                value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)
                    ? null
                    : $"{option.Label} is a list of texts.",
            CrmOptionType.Json => value.ValueKind == JsonValueKind.Object ? null : NoObject(option, value),
            _ => value.ValueKind == JsonValueKind.String ? null : $"{option.Label} is a text.",
        };
        return wrong is not null ? [wrong] : option.Check?.Invoke(value) ?? [];
    }

    private static string NoObject(CrmOption option, JsonElement value)
    {
        try
        {
            if (value.ValueKind == JsonValueKind.String) JsonDocument.Parse(value.GetString()!).Dispose();
            return $"{option.Label} must be a JSON object: it begins with {{ and ends with }}.";
        }
        catch (JsonException e)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{option.Label} is not good JSON at line {e.LineNumber + 1}, character {e.BytePositionInLine + 1}. Look for a missing "
                    + $"comma, quote or brace there.");
        }
    }

    private static string? Number(CrmOption option, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= option.Min && number <= option.Max
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{option.Label} is a whole number from {option.Min} to {option.Max}.");
}
