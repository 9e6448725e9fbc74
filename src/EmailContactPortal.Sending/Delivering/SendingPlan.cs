using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Dkim;
using EmailContactPortal.Mail.Mime;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Sending.Launching;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>All of a campaign that is equal for every recipient: parsed and encoded once.</summary>
internal sealed class SendingPlan
{
    private SendingPlan(
        int campaignId, CompiledEmail email, IReadOnlyList<int> linkIds, MailboxAddress sender, PublicToken tokens,
        MessageTemplate template)
    {
        (CampaignId, Email, LinkIds, Sender, Tokens, Template) = (campaignId, email, linkIds, sender, tokens, template);
        // The same in every instance and attempt, so that a message sent twice would be known by its id.
        MessageIdEnd = $".{tokens.Create(TokenScope.View, campaignId)[16..24].Replace('_', 'x').Replace('-', 'y')}@{sender.Domain}";
    }

    internal int CampaignId { get; }

    internal CompiledEmail Email { get; }

    internal IReadOnlyList<int> LinkIds { get; }

    internal MailboxAddress Sender { get; }

    internal PublicToken Tokens { get; }

    internal MessageTemplate Template { get; }

    internal string MessageIdEnd { get; }

    /// <summary>Where mail of a delivery comes back to; null when that is the sender.</summary>
    internal ReturnAddress? Returns { get; private init; }

    internal bool HasCrm { get; private init; }

    /// <summary>Signs every message of the campaign; null when the sender's domain has no active key.</summary>
    internal DkimSigner? Signer { get; set; }

    /// <summary>Slots behind those of the email itself.</summary>
    internal int DateSlot => Email.SlotCount;

    internal int MessageIdSlot => Email.SlotCount + 1;

    internal int AddressSlot => Email.SlotCount + 2;

    internal int NameSlot => Email.SlotCount + 3;

    internal int UnsubscribeSlot => Email.SlotCount + 4;

    internal int UnsubscribeMailSlot => Email.SlotCount + 5;

    /// <summary>
    /// Reads a launched campaign; refused when its content cannot be used any more, which launching has ruled out: somebody changed the
    /// row.
    /// </summary>
    internal static async Task<Result<SendingPlan>> ReadAsync(
        PortalContext db, int campaignId, PublicToken tokens, SendingOptions options, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == campaignId, cancellationToken);
        var content = EmailSource.Of(await db.CampaignContents.AsNoTracking()
            .SingleAsync(c => c.CampaignId == campaignId, cancellationToken));
        var links = await db.CampaignLinks.AsNoTracking().Where(l => l.CampaignId == campaignId).OrderBy(l => l.Position).Select(l => l.Id)
            .ToListAsync(cancellationToken);
        var compile = CampaignLauncher.ContentOf(campaign, options);
        var compiled = EmailCompiler.Compile(content, compile, cancellationToken);
        if (!compiled.Succeeded)
            return Result<SendingPlan>.No(compiled.Problems);
        var email = compiled.Value;
        if (email.Links.Count != links.Count)
            return Problem.Conflict("campaign.links", email.Links.Count, links.Count);
        if (!MailboxAddress.TryParse(content.SenderAddress.Trim(), out var sender, out _)
            || !string.IsNullOrWhiteSpace(content.ReplyTo) && !MailboxAddress.TryParse(content.ReplyTo.Trim(), out _, out _))
            return Problem.Invalid("email.sender-address.or-answers");

        var returns = options.ReturnDomain.Length == 0 ? null : new ReturnAddress(tokens, options.ReturnDomain);
        var template = BuildTemplate(
            email, content, sender, compile.Base, $"{campaignId}:{campaign.ListTypeId ?? 0}:campaign:ecp", returns is not null);
        return new SendingPlan(
            campaignId, email, links, sender, tokens, template)
        { HasCrm = campaign.CrmConnectionId is not null, Returns = returns };
    }

    /// <summary>The headers and bodies of one campaign's messages.</summary>
    internal static MessageTemplate BuildTemplate(
        CompiledEmail email, EmailSource content, MailboxAddress sender, string publicUrl, string feedbackId, bool takesMail)
    {
        var slot = email.SlotCount;
        var builder = new MessageTemplateBuilder()
            .Raw("Date", TextPattern.OfValue(slot))
            .Mailbox("From", email.SenderName, TextPattern.Of(sender.ToString()))
            .Mailbox("To", TextPattern.OfValue(slot + 3), TextPattern.OfValue(slot + 2))
            .Text("Subject", email.Subject)
            .Raw("Message-ID", new TextPattern(new Segment.Literal("<"), new Segment.Value(slot + 1), new Segment.Literal(">")));
        if (!string.IsNullOrWhiteSpace(content.ReplyTo))
            builder.Mailboxes("Reply-To", [new NamedMailbox(MailboxAddress.Parse(content.ReplyTo.Trim()))]);
        return builder
            .Raw("List-Unsubscribe", takesMail
                ? new TextPattern(
                    new Segment.Literal($"<{publicUrl}/u/"), new Segment.Value(slot + 4), new Segment.Literal(">, <mailto:"),
                    new Segment.Value(slot + 5), new Segment.Literal("?subject=unsubscribe>"))
                : new TextPattern(new Segment.Literal($"<{publicUrl}/u/"), new Segment.Value(slot + 4), new Segment.Literal(">")))
            .Raw("List-Unsubscribe-Post", TextPattern.Of("List-Unsubscribe=One-Click"))
            .Raw("Feedback-ID", TextPattern.Of(feedbackId))
            .TextBody(email.Text)
            .HtmlBody(email.Html)
            .Build();
    }
}
