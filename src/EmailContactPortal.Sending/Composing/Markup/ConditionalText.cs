using System.Text;
using EmailContactPortal.Domain.Templates;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>
/// A marked text taken apart at its first block: <c>before {{#if x}} filled {{else}} empty {{/if}} after</c>, tags as marks.
/// </summary>
internal sealed record ConditionalText(string Before, string Open, string Filled, string? Else, string Empty, string End, string After)
{
    /// <summary>Whether there is nothing but the block.</summary>
    internal bool IsAll => string.IsNullOrWhiteSpace(Before) && string.IsNullOrWhiteSpace(After);

    /// <summary>Whether parameters or the fragment of an address may begin inside the block.</summary>
    internal bool HoldsParameters => Filled.AsSpan().ContainsAny('?', '#') || Empty.AsSpan().ContainsAny('?', '#');

    /// <summary>The first block of a text; null when it has none, or one that is not closed.</summary>
    internal static ConditionalText? First(TagPlaceholders placeholders, string marked)
    {
        if (!TagPlaceholders.HasMark(marked))
            return null;
        var parts = new[] { new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder() };
        var (part, depth) = (0, 0);
        var (open, between, end) = ("", (string?)null, "");
        foreach (var (piece, tag) in placeholders.Pieces(marked))
        {
            switch (tag?.Kind)
            {
                case TokenKind.If or TokenKind.Unless when part < 3 && ++depth == 1:
                    (part, open) = (1, piece);
                    continue;
                case TokenKind.Else when part == 1 && depth == 1:
                    (part, between) = (2, piece);
                    continue;
                case TokenKind.End when part is 1 or 2 && --depth == 0:
                    (part, end) = (3, piece);
                    continue;
            }

            parts[part].Append(piece);
        }

        return part == 3 ? new ConditionalText($"{parts[0]}", open, $"{parts[1]}", between, $"{parts[2]}", end, $"{parts[3]}") : null;
    }
}
