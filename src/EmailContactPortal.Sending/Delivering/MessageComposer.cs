using System.Globalization;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Encodings;
using EmailContactPortal.Mail.Mime;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Sending.Committing;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>
/// Makes one recipient's message out of the plan, in buffers that are used again and again; one composer for each connection.
/// </summary>
internal sealed class MessageComposer(SendingPlan plan, TimeProvider time) : IDisposable
{
    private readonly MessageValues _values = new(plan.Email.SlotCount + 6);
    private MessageBuffer _next = new(32 * 1024);
    private MessageBuffer _spare = new(32 * 1024);
    private string _date = "";
    private long _dateSecond;

    /// <summary>
    /// Composes a message; the one composed before it stays readable. Throws <see cref="FormatException"/> when it cannot be.
    /// </summary>
    internal ComposedMessage Compose(WorkItem item)
    {
        var address = MailboxAddress.Parse(item.Email);
        var messageId = string.Create(CultureInfo.InvariantCulture, $"{plan.CampaignId}.{item.Id}{plan.MessageIdEnd}");
        _values.Clear();
        plan.Email.Fill(_values, new Person(item.Email, item.FirstName, item.LastName, item.Fields), plan.Tokens, item.Id, plan.LinkIds);
        _values.Set(plan.DateSlot, Date());
        _values.Set(plan.MessageIdSlot, messageId);
        _values.Set(plan.AddressSlot, address.ToString());
        _values.Set(
            plan.NameSlot,
            item.LastName.Length == 0 ? item.FirstName : item.FirstName.Length == 0 ? item.LastName : $"{item.FirstName} {item.LastName}");
        plan.Tokens.Write(_values.Reserve(PublicToken.Length), item.Id, [new TokenPurpose(TokenScope.Subscription)]);
        _values.Commit(plan.UnsubscribeSlot, PublicToken.Length);

        if (plan.Returns is not null)
            _values.Set(plan.UnsubscribeMailSlot, plan.Returns.ForUnsubscribing(item.Id));

        (_next, _spare) = (_spare, _next);
        _next.Clear();
        plan.Template.Write(_values, _next);
        plan.Signer?.Sign(_next, time.GetUtcNow());
        return new ComposedMessage(item, messageId, Envelope(item, address, messageId), _next);
    }

    private SmtpEnvelope Envelope(WorkItem item, MailboxAddress address, string messageId)
    {
        var envelope = new SmtpEnvelope(plan.Sender, address) { Size = _next.Length, IsEightBit = address.NeedsSmtpUtf8 };
        // Reports come to the portal, which wants to hear of failures only and does not need the message back.
        return plan.Returns is null
            ? envelope
            : envelope with
            {
                ReturnPath = MailboxAddress.Parse(plan.Returns.ForBounces(item.Id)),
                EnvelopeId = messageId,
                Notify = DsnNotify.Failure,
            };
    }

    public void Dispose()
    {
        _values.Dispose();
        _next.Dispose();
        _spare.Dispose();
    }

    private string Date()
    {
        var now = time.GetUtcNow();
        var second = now.ToUnixTimeSeconds();
        if (second != _dateSecond)
            (_dateSecond, _date) = (second, MailDate.Format(now));
        return _date;
    }
}

/// <summary>A message ready to go.</summary>
internal sealed record ComposedMessage(WorkItem Item, string MessageId, SmtpEnvelope Envelope, MessageBuffer Content)
{
    internal SmtpMessage Outgoing => new(Envelope, Content.Memory);
}
