using EmailContactPortal.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace EmailContactPortal.Web.Shell;

/// <summary>How pages tell what came of a command.</summary>
internal static class PageResults
{
    private const string DoneKey = "Done";
    private const string RefusedKey = "Refused";

    /// <summary>Says on the next page that something was done, as <c>Saved.</c></summary>
    public static void Done(this Controller controller, string message) => controller.TempData[DoneKey] = message;

    /// <summary>Says on the next page why something was not done.</summary>
    public static void Refused(this Controller controller, Result result) =>
        controller.TempData[RefusedKey] = Sentences(result);

    /// <summary>A refusal for the page's script, with the status of its kind.</summary>
    public static ObjectResult ForScript(this Result refusal) =>
        new(new
        {
            code = refusal.Problems[0].Code,
            message = Sentences(refusal),
            problems = refusal.Problems.Select(p => new { field = p.Field, message = p.Message }),
        })
        { StatusCode = refusal.Problems[0].Kind.Status() };

    /// <summary>What the page before said was done, shown on this page.</summary>
    public static string? Done(this ITempDataDictionary tempData) => tempData[DoneKey] as string;

    /// <summary>Why the page before did not do it.</summary>
    public static string? Refused(this ITempDataDictionary tempData) => tempData[RefusedKey] as string;

    /// <summary>
    /// Puts a refusal at the fields it names; false, so that an action can write <c>if (!ModelState.Accepts(result)) return View(form)</c>.
    /// </summary>
    public static bool Accepts(this ModelStateDictionary state, Result result, string? prefix = null)
    {
        foreach (var problem in result.Problems)
        {
            // Fields are named as the API names them, or as the form does; the page's ids are the form's.
            var field = string.IsNullOrEmpty(problem.Field) ? "" : char.ToUpperInvariant(problem.Field[0]) + problem.Field[1..];
            var key = field.Length == 0 || prefix is null ? field : $"{prefix}.{field}";
            var line = problem.Line is { } number ? $"Line {number}: " : "";
            state.AddModelError(key, problem.Message.StartsWith(line, StringComparison.Ordinal) ? problem.Message : line + problem.Message);
        }

        return result.Succeeded;
    }

    /// <summary>All reasons of a refusal, each once.</summary>
    public static string Sentences(Result refusal) => string.Join(' ', refusal.Problems.Select(p => p.Message).Distinct());
}
