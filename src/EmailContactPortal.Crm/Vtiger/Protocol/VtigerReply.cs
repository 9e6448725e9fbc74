using System.Text.Json;

namespace EmailContactPortal.Crm.Vtiger.Protocol;

/// <summary>Reads the envelope <c>{"success":…,"result":…|"error":…}</c>; anything else is a fault whose effect is unknown.</summary>
internal static class VtigerReply
{
    /// <exception cref="VtigerFault">The service said no, or the answer cannot be read.</exception>
    public static JsonElement Read(int status, string body)
    {
        if (string.IsNullOrWhiteSpace(body)) throw new VtigerFault("", $"HTTP {status} with an empty body", isUnknown: true);
        JsonElement answer;
        try
        {
            answer = JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException)
        {
            throw new VtigerFault("", $"HTTP {status}: {Excerpt(body)}", isUnknown: true);
        }

        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("success", out var success))
            throw new VtigerFault("", $"HTTP {status}: {Excerpt(body)}", isUnknown: true);
        if (success.ValueKind == JsonValueKind.True && answer.TryGetProperty("result", out var result)) return result;

        var error = answer.TryGetProperty("error", out var e) && e.ValueKind == JsonValueKind.Object ? e : default;
        throw new VtigerFault(Scalar(error, "code"), Excerpt(Scalar(error, "message")));
    }

    /// <summary>A scalar as text: codes may be numbers, values are strings.</summary>
    public static string Scalar(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value)) return "";
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() ?? "",
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => "",
        };
    }

    private static string Excerpt(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= 200 ? line : line[..200] + "…";
    }
}
