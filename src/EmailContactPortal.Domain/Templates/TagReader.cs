using System.Text.RegularExpressions;

namespace EmailContactPortal.Domain.Templates;

/// <summary>Reads what stands between the braces.</summary>
internal static partial class TagReader
{
    internal static TemplateToken? Read(string inner, string written, bool isRaw, int line, int start, List<TemplateFault> faults)
    {
        TemplateToken Make(TokenKind kind, string name = "", string? fallback = null) =>
            new(kind, written, name, fallback, isRaw, line, start);

        if (inner == "else" || inner == "^")
            return Make(TokenKind.Else);
        if (Name().IsMatch(inner))
            return Make(TokenKind.Field, inner);
        if (Block().Match(inner) is { Success: true } block)
            return Make(block.Groups[1].Value == "if" ? TokenKind.If : TokenKind.Unless, block.Groups[2].Value);
        if (inner is "/if" or "/unless")
            return Make(TokenKind.End, inner[1..]);
        if (Default().Match(inner) is { Success: true } fallback)
            return Make(TokenKind.Field, fallback.Groups[1].Value, Unescape(fallback.Groups[2].Value));

        faults.Add(new TemplateFault(Explain(inner, written), line));
        return null;
    }

    private static string Explain(string inner, string written)
    {
        var shown = Text.Bound(written.ReplaceLineEndings(" "), 60);
        if (inner.Length == 0)
            return $"The tag {shown} is empty.";
        if (inner.StartsWith('#') || inner.StartsWith('/'))
            return $"The tag {shown} is not known. Blocks are {{{{#if field}}}} … {{{{else}}}} … {{{{/if}}}} and {{{{#unless field}}}} … "
                + $"{{{{/unless}}}}.";
        if (inner.StartsWith("default", StringComparison.Ordinal))
            return $"The tag {shown} is not complete. Write {{{{default field \"words when empty\"}}}}.";
        if (inner.StartsWith("else ", StringComparison.Ordinal))
            return $"The tag {shown} is not known. Put a second {{{{#if …}}}} inside {{{{else}}}} instead.";
        return $"The tag {shown} is not a field name. Names have letters, digits and underscores.";
    }

    private static string Unescape(string quoted) => quoted[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?!else$|default$)[\p{L}_][\p{L}\p{Nd}_]*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^#\s*(if|unless)\s+([\p{L}_][\p{L}\p{Nd}_]*)$")]
    private static partial Regex Block();

    [GeneratedRegex("""^default\s+([\p{L}_][\p{L}\p{Nd}_]*)\s+("(?:[^"\\]|\\.)*"|'[^']*')$""")]
    private static partial Regex Default();
}
