using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Templates;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>What can be known of an address before anybody's values are in it.</summary>
internal sealed class LinkShape
{
    private const string Own = "{{own}}";
    private const string Value = "{{value}}";
    private static readonly Uri Ours = new("https://portal.example/x/token");
    private readonly MergeTemplate _template;
    private readonly HashSet<string> _beginnings = new(StringComparer.Ordinal);
    private readonly string _url;

    internal LinkShape(string url)
    {
        (_url, _template) = (url, MergeTemplate.Parse(url));
        Begin(_template.Nodes);
    }

    /// <summary>Whether it leads to a web page whichever way its blocks go, or to what a field says.</summary>
    internal bool IsWeb => _beginnings.Count > 0 && _beginnings.All(b => b == Value || IsWebAddress(b));

    /// <summary>Whether it holds one of the recipient's own addresses, which count by themselves.</summary>
    internal bool HasSystemField => _template.Tokens.Any(IsOwn);

    /// <summary>Whether nobody can follow it, whatever the fields say.</summary>
    internal bool IsDead => HasSystemField ? !IsSystemWhole() : IsWeb && !_beginnings.Contains(Value) && !Opens();

    internal static bool IsSystem(string field) => field is MergeFields.UnsubscribeUrl or MergeFields.OnlineUrl;

    internal static bool IsWebAddress(string url) =>
        url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static bool IsOwn(TemplateToken token) => token.Kind == TokenKind.Field && IsSystem(token.Name);

    // What may stand first; true when all of it may turn out to be nothing.
    private bool Begin(IReadOnlyList<TemplateNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TemplateNode.Words words when string.IsNullOrWhiteSpace(words.Text):
                    continue;
                case TemplateNode.Words words:
                    _beginnings.Add(words.Text.TrimStart());
                    return false;
                case TemplateNode.Field field:
                    _beginnings.Add(IsSystem(field.Name) ? Own : Value);
                    return false;
                case TemplateNode.Choice choice when !(Begin(choice.Filled) | Begin(choice.Empty)):
                    return false;
            }
        }

        return true;
    }

    private bool Opens()
    {
        var target = new LinkTarget(_url);
        if (target.IsPlain)
            return target.Plain is not null;
        // A field may stand where only a number or only a name can: a port, a host.
        if (target.For(_ => "1") is null && target.For(_ => "x") is null)
            return false;
        return _template.Tokens.Any(t => t.Kind == TokenKind.Field) || target.For(_ => null) is not null;
    }

    // Alone, or followed by parameters or a place on the page; or as a parameter of another address.
    private bool IsSystemWhole()
    {
        if (!_beginnings.Contains(Own))
            return _template.Tokens.TakeWhile(t => !IsOwn(t)).Any(t => t.Kind == TokenKind.Text && t.Text.AsSpan().ContainsAny('?', '#'));
        var filled = new LinkTarget(_url).For(name => IsSystem(name) ? Ours.AbsoluteUri : "1");
        return Uri.TryCreate(filled, UriKind.Absolute, out var uri) && (uri.Host != Ours.Host || uri.AbsolutePath == Ours.AbsolutePath);
    }
}
