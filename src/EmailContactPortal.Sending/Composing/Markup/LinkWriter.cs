using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Templates;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>Decides of every address in an email whether it goes by the portal, and writes it so; tags stand as marks.</summary>
internal sealed class LinkWriter(CompileOptions options, TagPlaceholders placeholders, LinkTable links)
{
    private const int MaxFaults = 20;
    private const int MaxLinks = 5_000;
    private const int MaxSplits = 4;
    private readonly List<(string Message, int? Line)> _faults = [];
    private int _count;

    /// <summary>Links that nobody could follow.</summary>
    internal IReadOnlyList<(string Message, int? Line)> Faults => _faults;

    /// <summary>The address of a link in HTML.</summary>
    /// <param name="marked">As the author wrote it.</param>
    /// <param name="label">The link's words, for reports.</param>
    /// <param name="line">Where it stands.</param>
    internal string InHtml(string marked, string label, Func<int?> line) => Write(marked.Trim(), label, line, MaxSplits);

    /// <summary>An address found in plain text; one that leads nowhere may be none at all, and stays as it is.</summary>
    internal string InText(string marked) => Write(marked, "", null, MaxSplits);

    private string Write(string marked, string label, Func<int?>? line, int splits)
    {
        if (string.IsNullOrWhiteSpace(marked))
            return marked;
        var choice = ConditionalText.First(placeholders, marked);
        // Either branch is an address of its own: one may be tracked, the other an own address of the recipient or a mailto.
        if (choice is { IsAll: true })
            return choice.Open + Write(choice.Filled.Trim(), label, line, splits) + choice.Else
                + Write(choice.Empty.Trim(), label, line, splits) + choice.End;
        // What an address begins with, and where its parameters begin, must be known before more are added.
        if (splits > 0 && choice is not null
            && (string.IsNullOrWhiteSpace(choice.Before) || options.Utm is not null && choice.HoldsParameters))
            return choice.Open + Write(choice.Before + choice.Filled + choice.After, label, line, splits - 1)
                + (choice.Else ?? placeholders.Mark(new TemplateToken(TokenKind.Else, "{{else}}")))
                    + Write(choice.Before + choice.Empty + choice.After, label, line, splits - 1) + choice.End;
        return WriteOne(WithoutScheme(marked), label, line, canHaveUtm: choice is null or { HoldsParameters: false });
    }

    private string WriteOne(string marked, string label, Func<int?>? line, bool canHaveUtm)
    {
        if (++_count > MaxLinks)
            throw new ContentTooCostlyException($"There are more than {MaxLinks:N0} links.", line?.Invoke());
        var url = placeholders.Original(marked);
        if (url.Length > LinkTarget.MaxLength)
            return Refused(marked, line, LinkShape.IsWebAddress(url), $"is longer than {LinkTarget.MaxLength:N0} characters. Shorten it.");
        var shape = new LinkShape(url);
        if (shape.IsDead)
            return Refused(marked, line, true, shape.HasSystemField
                ? "leads nowhere: the field is a whole address. Put it alone into the link, or with ? and parameters behind it."
                : "leads nowhere: it is no web address that can be opened.");
        if (!options.Tracks || shape.HasSystemField || !shape.IsWeb)
            return marked;
        if (canHaveUtm && placeholders.Original(links.WithUtm(marked)) is { Length: <= LinkTarget.MaxLength } tagged)
            url = tagged;
        return placeholders.Mark(SlotTable.Address(SlotKind.Click, links.Add(url, label)));
    }

    // A preview shows what is written, faults and all.
    private string Refused(string marked, Func<int?>? line, bool matters, string why)
    {
        if (matters && line is not null && options.Tracks && _faults.Count < MaxFaults)
            _faults.Add(($"the link \"{Text.Bound(placeholders.Original(marked), 80)}\" {why}", line()));
        return marked;
    }

    // Editors put http:// before what does not look like an address to them.
    private string WithoutScheme(string marked)
    {
        var pieces = placeholders.Pieces(marked).Take(2).ToList();
        return pieces is [(var scheme, null), (_, { } tag)] && LinkShape.IsSystem(tag.Name)
            && scheme.Trim().ToUpperInvariant() is "HTTP://" or "HTTPS://" or "//"
            ? marked[scheme.Length..]
            : marked;
    }
}
