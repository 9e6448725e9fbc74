using System.Security.Cryptography;
using System.Text;

namespace EmailContactPortal.Web.Shell.Parts;

/// <summary>A part as it was drawn.</summary>
internal sealed record FoundPart(string Name, string Mark, string Html)
{
    /// <summary>The part it stands in; null for none.</summary>
    public string? Outer { get; set; }
}

/// <summary>Marks of parts: what the browser shows already is told by them and not sent again.</summary>
internal static class PartMark
{
    /// <summary>The header in which a browser says what it shows: <c>who=1a2b3c4d what=…</c>.</summary>
    public const string Header = "X-Parts";

    private static readonly object Key = new();

    /// <summary>The mark of what stands in a part. Form tokens are new at every drawing and say nothing.</summary>
    public static string Of(string html) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(html)))[..16];

    /// <summary>Where the parts of the page that is being drawn are collected; null when it is drawn whole.</summary>
    public static List<FoundPart>? Found(HttpContext context) => context.Items[Key] as List<FoundPart>;

    /// <summary>Begins collecting.</summary>
    public static List<FoundPart> Collect(HttpContext context)
    {
        var found = new List<FoundPart>();
        context.Items[Key] = found;
        return found;
    }

    /// <summary>What the browser shows: names with marks.</summary>
    public static Dictionary<string, string> Shown(HttpRequest request)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in request.Headers[Header].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(100))
        {
            if (pair.Split('=', 2) is [var name, var mark]) shown[name] = mark;
        }

        return shown;
    }
}
