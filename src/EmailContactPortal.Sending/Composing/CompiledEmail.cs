using System.Net;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Templates;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Mail.Mime;

namespace EmailContactPortal.Sending.Composing;

/// <summary>An email parsed once, with places for one person's values and addresses.</summary>
public sealed class CompiledEmail
{
    private const int TokensAtOnce = 32;
    private readonly Slot[] _slots;

    internal CompiledEmail(
        SlotTable slots, LinkTable links, TextPattern subject, TextPattern senderName, TextPattern html, TextPattern text)
    {
        _slots = [.. slots.Slots];
        Links = [.. links.Links];
        (Subject, SenderName, Html, Text) = (subject, senderName, html, text);
    }

    /// <summary>The web links that are tracked, in the order of the tokens' link numbers.</summary>
    public IReadOnlyList<FoundLink> Links { get; }

    internal TextPattern Subject { get; }

    internal TextPattern SenderName { get; }

    internal TextPattern Html { get; }

    internal TextPattern Text { get; }

    /// <summary>How many slots filling sets; further ones are the caller's.</summary>
    internal int SlotCount => _slots.Length;

    /// <summary>The email for one person, whose addresses lead nowhere.</summary>
    public RenderedEmail Preview(Person person)
    {
        using var values = new MessageValues(SlotCount);
        Fill(values, person, static (_, _) => "preview");
        return Render(values);
    }

    /// <summary>The email of one delivery, addresses and all.</summary>
    public RenderedEmail Render(Person person, PublicToken tokens, long deliveryId, IReadOnlyList<int> linkIds)
    {
        using var values = new MessageValues(SlotCount);
        Fill(values, person, tokens, deliveryId, linkIds);
        return Render(values);
    }

    /// <summary>Fills the values for a delivery without allocating for its addresses.</summary>
    internal void Fill(MessageValues values, Person person, PublicToken tokens, long deliveryId, IReadOnlyList<int> linkIds)
    {
        Span<TokenPurpose> purposes = stackalloc TokenPurpose[TokensAtOnce];
        Span<int> places = stackalloc int[TokensAtOnce];
        var count = 0;
        for (var i = 0; i < _slots.Length; i++)
        {
            var slot = _slots[i];
            if (slot.Kind < SlotKind.Open)
            {
                values.Set(i, Value(slot, person));
                continue;
            }

            (purposes[count], places[count]) = (new TokenPurpose(ScopeOf(slot.Kind), slot.Kind == SlotKind.Click ? linkIds[slot.Link] : 0),
                i);
            if (++count < TokensAtOnce)
                continue;
            Write(values, tokens, deliveryId, purposes, places);
            count = 0;
        }

        Write(values, tokens, deliveryId, purposes[..count], places);
    }

    private static void Write(
        MessageValues values, PublicToken tokens, long deliveryId, ReadOnlySpan<TokenPurpose> purposes, ReadOnlySpan<int> places)
    {
        tokens.Write(values.Reserve(PublicToken.Length * purposes.Length), deliveryId, purposes);
        for (var i = 0; i < purposes.Length; i++)
            values.Commit(places[i], PublicToken.Length);
    }

    private static string Value(Slot slot, Person person)
    {
        var value = person.Value(slot.Name);
        return slot.Kind switch
        {
            SlotKind.IsFilled => value.Length > 0 ? "1" : "",
            _ when slot.Default is not null && MergeTemplate.IsBlank(value) => slot.Default,
            SlotKind.EscapedField => WebUtility.HtmlEncode(value),
            _ => value,
        };
    }

    private static TokenScope ScopeOf(SlotKind kind) => kind switch
    {
        SlotKind.Open => TokenScope.Open,
        SlotKind.View => TokenScope.View,
        SlotKind.Subscription => TokenScope.Subscription,
        _ => TokenScope.Click,
    };

    private void Fill(MessageValues values, Person person, Func<TokenScope, int, string> address)
    {
        for (var i = 0; i < _slots.Length; i++)
            values.Set(i, _slots[i].Kind < SlotKind.Open ? Value(_slots[i], person) : address(ScopeOf(_slots[i].Kind), _slots[i].Link));
    }

    private RenderedEmail Render(MessageValues values) => new(
        Subject.Render(values).ReplaceLineEndings(" ").Trim(), SenderName.Render(values).ReplaceLineEndings(" ").Trim(),
        Html.Render(values), Text.Render(values));
}
