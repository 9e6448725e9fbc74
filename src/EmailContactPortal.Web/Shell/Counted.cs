using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Web.Shell;

/// <summary>The one rule for numbers with a noun: <c>1 row</c>, <c>2 rows</c>, <c>1 address</c>, <c>1,024 entries</c>.</summary>
internal static class Counted
{
    /// <summary>The number with its noun.</summary>
    /// <param name="count">How many.</param>
    /// <param name="many">The noun as for two: <c>rows</c>, <c>addresses</c>, <c>people</c>.</param>
    public static string Of(long count, string many) => Words.Of("{0:N0} " + Noun(count, many), count);

    /// <summary>The noun alone.</summary>
    public static string Noun(long count, string many) => count == 1 ? One(many) : many;

    /// <summary>One word for one, another for all other numbers, as verbs need.</summary>
    public static string Word(long count, string one, string other) => count == 1 ? one : other;

    private static string One(string many) => many switch
    {
        "people" => "person",
        _ when many.EndsWith("people", StringComparison.Ordinal) => many[..^6] + "person",
        _ when many.EndsWith("ies", StringComparison.Ordinal) => many[..^3] + "y",
        _ when many.EndsWith("sses", StringComparison.Ordinal) || many.EndsWith("xes", StringComparison.Ordinal)
            || many.EndsWith("ches", StringComparison.Ordinal) =>
            many[..^2],
        _ when many.EndsWith('s') => many[..^1],
        _ => many,
    };
}
