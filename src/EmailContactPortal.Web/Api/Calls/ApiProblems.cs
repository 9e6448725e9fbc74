using EmailContactPortal.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace EmailContactPortal.Web.Api.Calls;

/// <summary>Every refusal of the API as problem+json (RFC 9457): what happened in words, a stable code, and for input the fields and lines to blame.</summary>
internal static class ApiProblems
{
    /// <summary>A refusal by a rule.</summary>
    public static IResult Of(Result refusal) => Results.Problem(Details(refusal));

    /// <summary>A refusal for one reason.</summary>
    public static IResult Of(int status, string detail) => Results.Problem(Details(status, detail));

    /// <summary>Nothing there.</summary>
    public static IResult NotFound(string what) => Of(StatusCodes.Status404NotFound, $"There is no {what} with this id.");

    /// <summary>Writes a refusal outside of an endpoint.</summary>
    public static Task Write(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return Results.Problem(Details(status, detail)).ExecuteAsync(context);
    }

    private static ProblemDetails Details(int status, string detail) => new()
    {
        Status = status,
        Title = ReasonPhrases.GetReasonPhrase(status),
        Detail = detail,
        Type = "about:blank",
    };

    private static ProblemDetails Details(Result refusal)
    {
        var first = refusal.Problems[0];
        var details = Details(StatusOf(first.Code), string.Join(' ', refusal.Problems.Select(p => p.Message).Distinct()));
        details.Extensions["code"] = first.Code;
        var errors = refusal.Problems.Where(p => p.Field is not null).GroupBy(p => CamelCase(p.Field!)).ToDictionary(g => g.Key, g => g.Select(p => p.Message).ToArray());
        if (errors.Count > 0) details.Extensions["errors"] = errors;
        if (refusal.Problems.FirstOrDefault(p => p.Line is not null) is { Line: { } line }) details.Extensions["line"] = line;
        return details;
    }

    /// <summary>What the codes of rules mean in HTTP.</summary>
    private static int StatusOf(string code) => code[(code.IndexOf('.', StringComparison.Ordinal) + 1)..] switch
    {
        "gone" or "not-found" => StatusCodes.Status404NotFound,
        "name-taken" or "taken" or "not-legal" or "not-draft" or "in-use" or "used" or "newer" or "importing" or "running" or "changed" => StatusCodes.Status409Conflict,
        "not-yours" => StatusCodes.Status403Forbidden,
        "too-large" => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status400BadRequest,
    };

    private static string CamelCase(string field) => field.Length == 0 ? field : char.ToLowerInvariant(field[0]) + field[1..];
}
