using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Composing;

/// <summary>A campaign's subject and sender name as one of its recipients reads them, for pages about all of them.</summary>
/// <param name="Subject">With that person's values.</param>
/// <param name="SenderName">Likewise.</param>
/// <param name="Recipient">Whose values they are; null when everybody gets the same.</param>
public sealed record SubjectSent(string Subject, string SenderName, string? Recipient)
{
    /// <summary>
    /// As the first recipient gets it: of the deliveries, before launch of the target group, somebody made up without any.
    /// </summary>
    public static async Task<SubjectSent> ReadAsync(
        PortalContext db, Campaign campaign, string subject, string senderName, CancellationToken cancellationToken)
    {
        if (!(subject + senderName).Contains("{{", StringComparison.Ordinal))
            return new SubjectSent(subject, senderName, null);
        var delivery = await db.Deliveries.AsNoTracking().Where(d => d.CampaignId == campaign.Id && d.Status != DeliveryStatus.Excluded)
            .OrderBy(d => d.Id).FirstOrDefaultAsync(cancellationToken);
        var member = delivery is null
            ? await db.Members.AsNoTracking().Where(m => m.TargetGroupId == campaign.TargetGroupId && m.RemovedAt == null)
                .OrderBy(m => m.EmailKey).FirstOrDefaultAsync(cancellationToken)
            : null;
        var person = delivery is not null ? Person.Of(delivery) : member is not null ? Person.Of(member) : Person.Sample;
        return new SubjectSent(person.Fill(subject), person.Fill(senderName), person.Email);
    }
}
