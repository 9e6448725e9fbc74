using System.Text.Json;
using EmailContactPortal.Crm.Calling;

namespace EmailContactPortal.Crm.Oro;

/// <summary>What an Oro's refusals mean and what an administrator can do about them.</summary>
internal static class OroTrouble
{
    /// <summary>The refusal as an exception for people.</summary>
    /// <param name="answer">What came back.</param>
    /// <param name="entity">Name in the address.</param>
    /// <param name="doing">view, create or edit.</param>
    public static CrmException Of(CrmAnswer answer, string entity, string doing) => answer.Status switch
    {
        403 =>
            new CrmException(
                CrmFault.Rights,
                $"Oro does not let this account {doing} {Words(entity)}{Said(answer)}. Give the role of the OAuth application's user the "
                    + $"right to {doing} {Words(entity)}."),
        404 or 405 => new CrmException(
            CrmFault.Unsupported,
            $"Oro has no API to {doing} {Words(entity)} (HTTP {answer.Status}). {Reason(entity)}"),
        >= 500 =>
            new CrmException(
                CrmFault.Unreachable,
                $"Oro failed when the portal wanted to {doing} {Words(entity)} (HTTP {answer.Status}{Said(answer)}). Its log says more."),
        _ =>
            new CrmException(
                CrmFault.Unsupported, $"Oro refused to let the portal {doing} {Words(entity)} (HTTP {answer.Status}{Said(answer)})."),
    };

    /// <summary>The errors of a JSON:API answer in one line; empty when it has none.</summary>
    public static string Errors(CrmAnswer answer)
    {
        if (answer.Json is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("errors", out var errors)
            || errors.ValueKind != JsonValueKind.Array) return "";
        return string.Join("; ", errors.EnumerateArray().Take(3).Select(e => $"{Text(e, "detail", Text(e, "title", "error"))}{Place(e)}"));
    }

    private static string Said(CrmAnswer answer) => Errors(answer) is { Length: > 0 } errors ? $": “{errors.TrimEnd('.')}”" : "";

    private static string Place(JsonElement error) =>
        error.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.Object
            && Text(source, "pointer", Text(source, "parameter", "")) is { Length: > 0 } place ? $" (at {place})" : "";

    private static string Text(JsonElement element, string name, string otherwise) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : otherwise;

    private static string Reason(string entity) => entity switch
    {
        "marketinglists" => "Marketing lists are closed to the API unless your developers open them; use contact groups instead.",
        "marketingactivities" or "marketingactivitytypes" => "Switch Marketing Activities on in System > Configuration > CRM > Marketing.",
        _ =>
            "Switch the web API on in System > Configuration > Integrations > Web API, and check the path of the API (/api, or "
                + "/admin/api with a storefront).",
    };

    private static string Words(string entity) => entity switch
    {
        "contactgroups" => "contact groups",
        "marketinglists" => "marketing lists",
        "marketingactivities" => "marketing activities",
        "marketingactivitytypes" => "types of marketing activities",
        _ => entity,
    };
}
