using EmailContactPortal.Domain;

namespace EmailContactPortal.Web.Shell;

/// <summary>What a refusal is in HTTP, and how it gets from where it is decided to where it is worded, for pages and calls.</summary>
internal static class Refusals
{
    private static readonly object Key = new();
    private static readonly object ReadOnlyKey = new();

    /// <summary>The status of each kind of refusal, for pages and calls alike.</summary>
    public static int Status(this ProblemKind kind) => kind switch
    {
        // What is gone is told as what never was: whoever may not see a thing must not learn that it was there.
        ProblemKind.NotFound or ProblemKind.Gone => StatusCodes.Status404NotFound,
        ProblemKind.Conflict => StatusCodes.Status409Conflict,
        ProblemKind.Forbidden => StatusCodes.Status403Forbidden,
        ProblemKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>Keeps why the request is refused; gives the status.</summary>
    public static int Refuse(this HttpContext context, Problem problem)
    {
        context.Items[Key] = problem;
        return problem.Kind.Status();
    }

    /// <summary>Notes that what the page shows, the thing with this id, may only be read.</summary>
    public static void OnlyReads(this HttpContext context, int id) =>
        context.Items[ReadOnlyKey] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/{id}");

    /// <summary>Whether a form would change what the page may only show; a copy changes nothing.</summary>
    public static bool WouldChange(this HttpContext context, string action) =>
        context.Items[ReadOnlyKey] is string id
            && (action.EndsWith(id, StringComparison.Ordinal) || action.Contains(id + "/", StringComparison.Ordinal))
                && !action.EndsWith("/duplicate", StringComparison.Ordinal);

    /// <summary>Why the request was refused; null when nobody said.</summary>
    public static Problem? Refusal(this HttpContext context) => context.Items[Key] as Problem;
}
