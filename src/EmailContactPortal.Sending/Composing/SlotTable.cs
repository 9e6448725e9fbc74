using System.Net;
using System.Text;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Templates;
using EmailContactPortal.Mail.Mime;

namespace EmailContactPortal.Sending.Composing;

/// <summary>What fills a slot of the compiled email.</summary>
internal enum SlotKind
{
    Field,
    EscapedField,
    IsFilled,
    Open,
    View,
    Subscription,
    Click,
}

/// <summary>One slot: what fills it, and with what default.</summary>
internal sealed record Slot(SlotKind Kind, string Name = "", string? Default = null, int Link = 0);

/// <summary>Gives out slots and makes patterns of templates.</summary>
internal sealed class SlotTable(string baseUrl)
{
    private readonly List<Slot> _slots = [];
    private readonly Dictionary<Slot, int> _numbers = [];

    internal IReadOnlyList<Slot> Slots => _slots;

    /// <summary>A tag that stands for a public address of the portal.</summary>
    internal static TemplateToken Address(SlotKind kind, int link = 0) =>
        new(TokenKind.Field, "", $"\0{kind}:{link}", IsRaw: true);

    internal TextPattern Pattern(MergeTemplate template, bool escapes)
    {
        var segments = new List<Segment>();
        Add(template.Nodes, escapes, segments);
        return new TextPattern(Merge(segments));
    }

    private void Add(IReadOnlyList<TemplateNode> nodes, bool escapes, List<Segment> segments)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TemplateNode.Words words:
                    segments.Add(new Segment.Literal(words.Text));
                    break;
                case TemplateNode.Field field:
                    AddField(field, escapes, segments);
                    break;
                case TemplateNode.Choice choice:
                    AddChoice(choice, escapes, segments);
                    break;
            }
        }
    }

    private void AddField(TemplateNode.Field field, bool escapes, List<Segment> segments)
    {
        var (path, slot) = field.Name switch
        {
            MergeFields.UnsubscribeUrl => ("/u/", new Slot(SlotKind.Subscription)),
            MergeFields.OnlineUrl => ("/v/", new Slot(SlotKind.View)),
            ['\0', .. var address] => Parse(address),
            _ => ("", new Slot(escapes && !field.IsRaw ? SlotKind.EscapedField : SlotKind.Field, field.Name,
                field.Default is null || !escapes || field.IsRaw ? field.Default : WebUtility.HtmlEncode(field.Default))),
        };
        if (path.Length > 0)
            segments.Add(new Segment.Literal(baseUrl + path));
        segments.Add(new Segment.Value(Number(slot)));
    }

    private void AddChoice(TemplateNode.Choice choice, bool escapes, List<Segment> segments)
    {
        if (choice.Name is MergeFields.UnsubscribeUrl or MergeFields.OnlineUrl)
        {
            Add(choice.Filled, escapes, segments);
            return;
        }

        var (filled, empty) = (new List<Segment>(), new List<Segment>());
        Add(choice.Filled, escapes, filled);
        Add(choice.Empty, escapes, empty);
        if (empty.Count > 0)
            filled.Add(new Segment.Skip(empty.Count));
        segments.Add(new Segment.SkipIfEmpty(Number(new Slot(SlotKind.IsFilled, choice.Name)), filled.Count));
        segments.AddRange(filled);
        segments.AddRange(empty);
    }

    private static (string Path, Slot Slot) Parse(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        var kind = Enum.Parse<SlotKind>(address.AsSpan(0, colon));
        var link = int.Parse(address.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture);
        return (kind == SlotKind.Open ? "/o/" : "/c/", new Slot(kind, Link: link));
    }

    private int Number(Slot slot)
    {
        if (!_numbers.TryGetValue(slot, out var number))
        {
            number = _numbers[slot] = _slots.Count;
            _slots.Add(slot);
        }

        return number;
    }

    // Words before an address of ours and the address's beginning become one piece; jumps count pieces, so those stay apart.
    private static List<Segment> Merge(List<Segment> segments)
    {
        if (segments.Exists(s => s is Segment.Skip or Segment.SkipIfEmpty))
            return segments;

        var merged = new List<Segment>();
        var words = new StringBuilder();
        foreach (var segment in segments)
        {
            if (segment is Segment.Literal literal)
            {
                words.Append(literal.Text);
                continue;
            }

            Flush();
            merged.Add(segment);
        }

        Flush();
        return merged;

        void Flush()
        {
            if (words.Length > 0)
                merged.Add(new Segment.Literal(words.ToString()));
            words.Clear();
        }
    }
}
