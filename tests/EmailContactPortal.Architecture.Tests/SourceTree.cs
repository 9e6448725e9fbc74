using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace EmailContactPortal.Architecture.Tests;

/// <summary>The repository's C# sources, as text.</summary>
internal static partial class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Hand-written files of the product: no build output, no generated migrations.</summary>
    public static IReadOnlyList<SourceFile> Product { get; } = Read("src");

    public static IReadOnlyList<SourceFile> Tests { get; } = Read("tests");

    /// <summary>Every namespace of the product.</summary>
    public static IReadOnlySet<string> Namespaces { get; } = Product.Select(f => f.Namespace).ToHashSet(StringComparer.Ordinal);

    /// <summary>The pages of the product.</summary>
    public static IReadOnlyList<SourceFile> Views { get; } = Read("src", "*.cshtml");

    /// <summary>The scripts of the pages.</summary>
    public static IReadOnlyList<SourceFile> Scripts { get; } = Read("src/EmailContactPortal.Web/wwwroot/js", "*.js");

    private static List<SourceFile> Read(string folder, string files = "*.cs") =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, folder), files, SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal))
            .Select(f => new SourceFile(Path.GetRelativePath(Root, f), File.ReadAllText(f)))];

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}

/// <summary>One file: where it is and what it says.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The project folder's name.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>The namespace the file declares; empty when none.</summary>
    public string Namespace => NamespaceLine().Match(Text) is { Success: true } m ? m.Groups[1].Value : "";

    /// <summary>The namespace its folder asks for.</summary>
    public string ExpectedNamespace => string.Join('.', Path.Split('/')[1..^1]);

    public int Lines => Text.AsSpan().Count('\n');

    /// <summary>
    /// The portal's namespaces it uses, by its using lines and by names that are qualified in the code, wholly or from an outer namespace
    /// on.
    /// </summary>
    public IEnumerable<string> Uses =>
        UsingLine().Matches(Text).Select(m => m.Groups[1].Value)
            .Concat(CodeLines.SelectMany(l => QualifiedName().Matches(l)).Select(m => Resolve(m.Value)).OfType<string>())
            .Distinct();

    // Comments and texts name what they like.
    private IEnumerable<string> CodeLines =>
        Text.Split('\n')
            .Where(l => !l.StartsWith("namespace ", StringComparison.Ordinal) && !l.StartsWith("using ", StringComparison.Ordinal))
            .Select(l => TextOrComment().Replace(l, ""));

    private string? Resolve(string name)
    {
        for (var outer = Namespace; ; outer = outer.Contains('.', StringComparison.Ordinal) ? outer[..outer.LastIndexOf('.')] : "")
        {
            var parts = name.Split('.');
            for (var length = parts.Length - 1; length > 0; length--)
            {
                var wanted = (outer.Length > 0 ? outer + "." : "") + string.Join('.', parts[..length]);
                if (SourceTree.Namespaces.Contains(wanted)) return wanted;
            }

            if (outer.Length == 0) return null;
        }
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static )?(EmailContactPortal[\w.]*)", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"//.*$|""(?:[^""\\]|\\.)*""")]
    private static partial Regex TextOrComment();

    public override string ToString() => Path;
}
