using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>
/// Parses HTML that others wrote, within bounds that are kept while the parser works: its costs grow with the square of some of them.
/// </summary>
public static class BoundedHtml
{
    /// <summary>How many elements may stand one in the other.</summary>
    public const int MaxDepth = 128;

    /// <summary>How many tags, comments and merge fields are read.</summary>
    public const int MaxTags = 30_000;

    /// <summary>How many attributes one tag may have.</summary>
    public const int MaxAttributes = 100;

    // Templates hold a document of their own, where depth is not seen. No mail needs one.
    private const int MaxTemplates = 8;

    // What no count sees, such as formatting that is opened anew in every paragraph, is seen in the memory it takes.
    private const long MaxBytes = 256 * 1024 * 1024;

    /// <summary>The document.</summary>
    /// <exception cref="ContentTooCostlyException">It goes beyond the bounds.</exception>
    public static IHtmlDocument Parse(string html, CancellationToken cancellationToken) =>
        Parse(html, new ContentBudget(ContentBudget.WhileWriting, cancellationToken));

    /// <summary>The document; its elements know their lines.</summary>
    /// <param name="html">The text.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="lineOf">The line that its author knows a line of the text by.</param>
    internal static IHtmlDocument Parse(string html, ContentBudget budget, Func<int, int>? lineOf = null)
    {
        var watch = new Watch(budget, lineOf ?? (static line => line));
        return new HtmlParser(new HtmlParserOptions
        {
            IsKeepingSourceReferences = true,
            OnCreated = watch.Created,
            OnToken = watch.Read,
            ShouldEmitAttribute = watch.Emits,
        }).ParseDocument(html);
    }

    private sealed class Watch(ContentBudget budget, Func<int, int> lineOf)
    {
        private readonly long _before = GC.GetAllocatedBytesForCurrentThread();
        private IElement? _last;
        private int _tags;
        private int _templates;
        private int _line = 1;
        private Func<int?>? _where;

        internal void Created(IElement element, TextPosition position)
        {
            _last = element;
            if (element is IHtmlTemplateElement && ++_templates > MaxTemplates)
                throw TooMuch($"has more than {MaxTemplates} template elements");
        }

        internal void Read(HtmlToken token, TextRange range)
        {
            _line = range.Start.Line;
            _where ??= () => lineOf(_line);
            budget.Spend(_where);
            if (token.Type != HtmlTokenType.Character && ++_tags > MaxTags)
                throw TooMuch($"has more than {MaxTags:N0} tags");
            // Where an element came to stand is known only when the next token is read.
            if (_last is { } last && Depth(last) > MaxDepth)
                throw TooMuch($"has more than {MaxDepth} elements one in the other");
            _last = null;
            if (GC.GetAllocatedBytesForCurrentThread() - _before > MaxBytes)
                throw TooMuch("opens the same elements again and again without closing them");
        }

        internal bool Emits(ref AngleSharp.Html.Parser.Tokens.Struct.StructHtmlToken token, ReadOnlyMemory<char> name) =>
            token.Attributes.Count <= MaxAttributes
                ? true
                : throw TooMuch($"has a tag with more than {MaxAttributes} attributes", token.Position.Line);

        private static int Depth(IElement element)
        {
            var depth = 0;
            for (var at = element; at is not null && depth <= MaxDepth; at = at.ParentElement)
                depth++;
            return depth;
        }

        private ContentTooCostlyException TooMuch(string what, int? line = null) =>
            new($"The HTML {what}, which no mail program shows well. Make it simpler.", lineOf(line ?? _line));
    }
}
