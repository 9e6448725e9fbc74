using System.Text.Json;
using EmailContactPortal.Crm.Calling;
using EmailContactPortal.Crm.Rest.Describing;

namespace EmailContactPortal.Crm.Rest;

/// <summary>What the refusals of a described API mean; the place in the description is always named.</summary>
internal static class RestTrouble
{
    private static readonly string[] Usual = ["/message", "/error/message", "/error_description", "/errors/0/detail", "/errors/0/message",
        "/0/message", "/detail", "/title", "/error"];

    /// <summary>A refused reading call.</summary>
    /// <param name="answer">What came back.</param>
    /// <param name="place">Where the call stands in the description.</param>
    /// <param name="error">Where the description says that errors stand.</param>
    /// <param name="isOfCampaign">Whether one campaign was asked for, so that a 404 means that it is gone.</param>
    public static CrmException Of(CrmAnswer answer, string place, string? error, bool isOfCampaign) => answer.Status switch
    {
        403 =>
            new CrmException(
                CrmFault.Rights,
                $"The CRM does not let this account do what “{place}” asks{Said(answer, error)}. Give the account the right in the CRM."),
        404 when isOfCampaign =>
            new CrmException(
                CrmFault.NotFound,
                $"The CRM has nothing at {answer.Address.AbsolutePath} (“{place}”). The campaign may be gone; otherwise check the path "
                    + "in the description."),
        404 or 405 =>
            new CrmException(
                CrmFault.Settings,
                $"The CRM has nothing at {answer.Address.AbsolutePath} (HTTP {answer.Status}). Check the path "
                    + $"of “{place}” in the description, and the address of the connection."),
        >= 500 => new CrmException(CrmFault.Unreachable, $"The CRM failed at “{place}” (HTTP {answer.Status}{Said(answer, error)})."),
        _ when answer.IsPage => CallTrouble.Page(answer),
        _ =>
            new CrmException(
                CrmFault.Settings,
                $"The CRM refused the request of “{place}” (HTTP {answer.Status}{Said(answer, error)}). Check it in the description."),
    };

    /// <summary>The secret is not taken.</summary>
    public static CrmException SignIn(CrmAnswer answer, string? error) =>
        new(
            CrmFault.SignIn,
            $"The CRM refused the sign-in (HTTP {answer.Status}{Said(answer, error)}). Check the secret of the connection, and how "
                + "“auth” in the description sends it.");

    /// <summary>The error's words: where the description says, or where most APIs have them.</summary>
    public static string Words(CrmAnswer answer, string? error)
    {
        if (answer.Json is not { } json) return answer.Excerpt;
        var found = (error is null
            ? Usual
            : [error]).Select(p => JsonPointer.Find(json, p)).FirstOrDefault(f => f is { ValueKind: JsonValueKind.String });
        var words = found?.GetString() ?? answer.Excerpt;
        return words.Length <= 300 ? words : words[..300] + "…";
    }

    private static string Said(CrmAnswer answer, string? error) =>
        Words(answer, error) is { Length: > 0 } words ? $": “{words.TrimEnd('.')}”" : "";
}
