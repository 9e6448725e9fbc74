namespace EmailContactPortal.Web.Shell;

/// <summary>Carries the words of a refusal from where it is decided to where it is worded, for pages and calls.</summary>
internal static class Refusals
{
    private static readonly object Key = new();
    private static readonly object ReadOnlyKey = new();

    /// <summary>Keeps why the request is refused.</summary>
    public static void Refuse(this HttpContext context, string words) => context.Items[Key] = words;

    /// <summary>Notes that what the page shows, the thing with this id, may only be read.</summary>
    public static void OnlyReads(this HttpContext context, int id) => context.Items[ReadOnlyKey] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/{id}");

    /// <summary>Whether a form would change what the page may only show; a copy changes nothing.</summary>
    public static bool WouldChange(this HttpContext context, string action) =>
        context.Items[ReadOnlyKey] is string id && (action.EndsWith(id, StringComparison.Ordinal) || action.Contains(id + "/", StringComparison.Ordinal)) && !action.EndsWith("/duplicate", StringComparison.Ordinal);

    /// <summary>Why the request was refused; null when nobody said.</summary>
    public static string? Refusal(this HttpContext context) => context.Items[Key] as string;
}
