using EmailContactPortal.Domain;
using EmailContactPortal.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace EmailContactPortal.Web.Api.Calls;

/// <summary>
/// Every refusal of the API as problem+json (RFC 9457): what happened in words, a stable code, and for input the fields and lines to blame.
/// </summary>
internal static class ApiProblems
{
    /// <summary>A refusal by a rule.</summary>
    public static IResult Of(Result refusal) => Results.Problem(Details(refusal));

    /// <summary>A refusal by HTTP itself: a media type, a pace, a CRM that does not answer.</summary>
    public static IResult Of(int status, string detail) => Results.Problem(Details(status, detail));

    /// <summary>Writes a refusal by a rule outside of an endpoint.</summary>
    public static Task Write(HttpContext context, Problem problem) => Of(problem).ExecuteAsync(context);

    /// <summary>Writes a refusal by HTTP itself outside of an endpoint.</summary>
    public static Task Write(HttpContext context, int status, string detail) => Of(status, detail).ExecuteAsync(context);

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
        var details = Details(first.Kind.Status(), PageResults.Sentences(refusal));
        details.Extensions["code"] = first.Code;
        var errors = refusal.Problems.Where(p => p.Field is not null).GroupBy(p => CamelCase(p.Field!))
            .ToDictionary(g => g.Key, g => g.Select(p => p.Message).ToArray());
        if (errors.Count > 0) details.Extensions["errors"] = errors;
        if (refusal.Problems.FirstOrDefault(p => p.Line is not null) is { Line: { } line }) details.Extensions["line"] = line;
        return details;
    }

    private static string CamelCase(string field) => field.Length == 0 ? field : char.ToLowerInvariant(field[0]) + field[1..];
}
