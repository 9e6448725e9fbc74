namespace EmailContactPortal.Mail.Parsing;

/// <summary>A message or one part of a multipart message (RFC 2046), content decoded.</summary>
public sealed class MessagePart
{
    internal MessagePart(IReadOnlyList<HeaderField> headers, ContentType type, byte[] content, IReadOnlyList<MessagePart> children) =>
        (Headers, Type, Content, Children) = (headers, type, content, children);

    /// <summary>In the order of the message.</summary>
    public IReadOnlyList<HeaderField> Headers { get; }

    public ContentType Type { get; }

    /// <summary>Transfer encoding undone; empty for multiparts.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The parts of a multipart; the enclosed message of <c>message/rfc822</c>.</summary>
    public IReadOnlyList<MessagePart> Children { get; }

    /// <summary>The first field of that name, encoded words decoded; null when absent.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } field ? EncodedWords.Decode(field.Value) : null;

    /// <summary>The content as text in its charset.</summary>
    public string Text => Charsets.Find(Type.Parameter("charset")).GetString(Content.Span);

    /// <summary>The first part of that media type in this part and below, depth first; null when there is none.</summary>
    /// <param name="mediaType">Lower case, <c>text/html</c>.</param>
    public MessagePart? Find(string mediaType) =>
        Type.MediaType == mediaType && Children.Count == 0 ? this : Children.Select(c => c.Find(mediaType)).FirstOrDefault(p => p is not null);
}

/// <summary>A parsed Content-Type (RFC 2045 5).</summary>
/// <param name="MediaType">Lower case, <c>text/plain</c>.</param>
/// <param name="Parameters">Names in lower case.</param>
public sealed record ContentType(string MediaType, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>What a part without the field is.</summary>
    internal static ContentType Default { get; } = new("text/plain", new Dictionary<string, string>());

    /// <summary>The parameter's value, or null.</summary>
    public string? Parameter(string name) => Parameters.GetValueOrDefault(name);

    internal static ContentType Parse(string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return Default;
        var pieces = Split(value);
        var media = pieces[0].Trim().ToLowerInvariant();
        if (!media.Contains('/', StringComparison.Ordinal)) return Default;
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var piece in pieces.Skip(1))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) parameters[piece[..equals].Trim().ToLowerInvariant()] = Unquote(piece[(equals + 1)..].Trim());
        }

        return new ContentType(media, parameters);
    }

    private static List<string> Split(string value)
    {
        var pieces = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '"' && (i == 0 || value[i - 1] != '\\')) quoted = !quoted;
            if (value[i] != ';' || quoted) continue;
            pieces.Add(value[start..i]);
            start = i + 1;
        }

        pieces.Add(value[start..]);
        return pieces;
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : value;
}
