using System.Text;

namespace EmailContactPortal.Domain.Templates;

/// <summary>A text with merge fields, read once: subject, sender name, HTML, plain text and links all use it.</summary>
public sealed class MergeTemplate
{
    /// <summary>How many blocks may stand one in the other.</summary>
    public const int MaxDepth = 32;

    /// <summary>How many pieces, tags and the words between them, a template may have.</summary>
    public const int MaxPieces = 10_000;

    private MergeTemplate(IReadOnlyList<TemplateToken> tokens, IReadOnlyList<TemplateNode> nodes, IReadOnlyList<TemplateFault> faults) =>
        (Tokens, Nodes, Faults) = (tokens, nodes, faults);

    /// <summary>The pieces in order.</summary>
    public IReadOnlyList<TemplateToken> Tokens { get; }

    /// <summary>The tree; of a faulty template as far as it could be understood.</summary>
    public IReadOnlyList<TemplateNode> Nodes { get; }

    /// <summary>What is wrong with it; empty when it can be used.</summary>
    public IReadOnlyList<TemplateFault> Faults { get; }

    /// <summary>The fields it names, each with the line where it is first named.</summary>
    public IEnumerable<(string Name, int Line)> Fields => Tokens
        .Where(t => t.Kind is TokenKind.Field or TokenKind.If or TokenKind.Unless)
        .GroupBy(t => t.Name, StringComparer.Ordinal)
        .Select(g => (g.Key, g.Min(t => t.Line)));

    /// <summary>Reads a template; look at <see cref="Faults"/> before using it.</summary>
    public static MergeTemplate Parse(string template)
    {
        var (tokens, faults) = TemplateScanner.Scan(template);
        return FromTokens(tokens, faults);
    }

    /// <summary>Makes a template of pieces that were read before.</summary>
    public static MergeTemplate FromTokens(IReadOnlyList<TemplateToken> tokens) => FromTokens(tokens, []);

    /// <summary>Fills in values.</summary>
    /// <param name="value">A field's value; null or empty when it has none.</param>
    /// <param name="escape">What is done to every value that was not asked for raw.</param>
    public string Render(Func<string, string?> value, Func<string, string> escape) => Render(value, (found, _) => escape(found));

    /// <summary>Fills in values.</summary>
    /// <param name="value">A field's value; null or empty when it has none.</param>
    /// <param name="escape">What is done to every value that was not asked for raw; it is told whether the value begins the text.</param>
    public string Render(Func<string, string?> value, Func<string, bool, string> escape)
    {
        var output = new StringBuilder();
        Render(Nodes, value, escape, output);
        return output.ToString();
    }

    /// <summary>Whether a value counts as empty for <c>default</c>.</summary>
    public static bool IsBlank(string? value) => string.IsNullOrWhiteSpace(value);

    private static MergeTemplate FromTokens(IReadOnlyList<TemplateToken> tokens, List<TemplateFault> faults)
    {
        if (TooDeep(tokens) is { } tooDeep)
            return new MergeTemplate(tokens, [], First(faults.Prepend(tooDeep)));
        var at = 0;
        var nodes = Read(tokens, ref at, null, faults);
        return new MergeTemplate(tokens, nodes, First(faults));
    }

    private static List<TemplateFault> First(IEnumerable<TemplateFault> faults) =>
        [.. faults.OrderBy(f => f.Line).Take(TemplateScanner.MaxFaults)];

    // Reading and filling go one call deeper with every block.
    private static TemplateFault? TooDeep(IReadOnlyList<TemplateToken> tokens)
    {
        var depth = 0;
        foreach (var token in tokens)
        {
            if (token.Kind is TokenKind.If or TokenKind.Unless && ++depth > MaxDepth)
                return new TemplateFault(
                    $"{token.Text} stands inside {MaxDepth} other blocks, which is as deep as they may stand.", token.Line);
            if (token.Kind == TokenKind.End && depth > 0)
                depth--;
        }

        return null;
    }

    private static void Render(
        IReadOnlyList<TemplateNode> nodes, Func<string, string?> value, Func<string, bool, string> escape, StringBuilder output)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TemplateNode.Words words:
                    output.Append(words.Text);
                    break;
                case TemplateNode.Field field:
                    var found = value(field.Name) ?? "";
                    if (field.Default is not null && IsBlank(found)) found = field.Default;
                    output.Append(field.IsRaw ? found : escape(found, output.Length == 0));
                    break;
                case TemplateNode.Choice choice:
                    Render(string.IsNullOrEmpty(value(choice.Name)) ? choice.Empty : choice.Filled, value, escape, output);
                    break;
            }
        }
    }

    private static List<TemplateNode> Read(
        IReadOnlyList<TemplateToken> tokens, ref int at, TemplateToken? block, List<TemplateFault> faults)
    {
        var nodes = new List<TemplateNode>();
        while (at < tokens.Count)
        {
            var token = tokens[at];
            if (token.Kind is TokenKind.Else or TokenKind.End && block is not null) return nodes;
            at++;
            switch (token.Kind)
            {
                case TokenKind.Text:
                    nodes.Add(new TemplateNode.Words(token.Text));
                    break;
                case TokenKind.Field:
                    nodes.Add(new TemplateNode.Field(token.Name, token.Default, token.IsRaw, token.Line));
                    break;
                case TokenKind.If or TokenKind.Unless:
                    nodes.Add(ReadChoice(tokens, ref at, token, faults));
                    break;
                default:
                    faults.Add(new TemplateFault($"{token.Text} stands without a block before it.", token.Line));
                    break;
            }
        }

        return nodes;
    }

    private static TemplateNode.Choice ReadChoice(
        IReadOnlyList<TemplateToken> tokens, ref int at, TemplateToken open, List<TemplateFault> faults)
    {
        var first = Read(tokens, ref at, open, faults);
        IReadOnlyList<TemplateNode> second = [];
        if (at < tokens.Count && tokens[at].Kind == TokenKind.Else)
        {
            at++;
            second = Read(tokens, ref at, open, faults);
        }

        var word = open.Kind == TokenKind.If ? "if" : "unless";
        if (at == tokens.Count)
            faults.Add(new TemplateFault($"{open.Text} is not closed with {{{{/{word}}}}}.", open.Line));
        else if (tokens[at].Kind == TokenKind.Else)
            faults.Add(new TemplateFault($"{open.Text} has a second {{{{else}}}}.", tokens[at++].Line));
        else if (tokens[at].Name != word)
            faults.Add(new TemplateFault($"{open.Text} is closed with {tokens[at].Text}; write {{{{/{word}}}}}.", tokens[at++].Line));
        else
            at++;
        return open.Kind == TokenKind.If
            ? new TemplateNode.Choice(open.Name, first, second, open.Line)
            : new TemplateNode.Choice(open.Name, second, first, open.Line);
    }
}
