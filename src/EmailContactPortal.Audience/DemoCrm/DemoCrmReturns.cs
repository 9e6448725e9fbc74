using System.Globalization;
using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.DemoCrm;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.DemoCrm;

/// <summary>
/// What the demo CRM does with facts beyond keeping them: tells what it holds, shows totals on campaigns, takes changed fields.
/// </summary>
internal sealed class DemoCrmReturns(IDbContextFactory<PortalContext> contexts)
{
    private static readonly Dictionary<string, Action<DemoCrmContact, string>> Writable = new()
    {
        ["company"] = (c, v) => c.Company = Domain.Text.Bound(v, 200),
        ["title"] = (c, v) => c.Title = Domain.Text.Bound(v, 100),
        ["city"] = (c, v) => c.City = Domain.Text.Bound(v, 100),
        ["phone"] = (c, v) => c.Phone = Domain.Text.Bound(v, 50),
        ["language"] = (c, v) => c.Language = Domain.Text.Bound(v, 20),
    };

    public async Task<IReadOnlyList<CrmReadBack>> ReadBackAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = activities.Select(a => a.ExternalId).ToList();
        var there = await db.DemoCrmActivities.AsNoTracking().Where(a => keys.Contains(a.ExternalId))
            .ToDictionaryAsync(a => a.ExternalId, a => a.At, cancellationToken);
        return [.. activities.Select(a => there.TryGetValue(a.ExternalId, out var at)
            ? new CrmReadBack(
                a.ExternalId, at == a.At ? CrmHeld.Same : CrmHeld.Different,
                at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))
            : new CrmReadBack(a.ExternalId, CrmHeld.Missing))];
    }

    public async Task<IReadOnlyDictionary<string, bool>> OptOutsAsync(IReadOnlyList<string> contactIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = contactIds.Select(c => int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).ToList();
        return await db.DemoCrmContacts.Where(c => ids.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id.ToString(CultureInfo.InvariantCulture), c => c.EmailOptOut, cancellationToken);
    }

    public async Task WriteTotalsAsync(int campaignId, CrmTotals totals, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.DemoCrmCampaigns.Where(c => c.Id == campaignId).ExecuteUpdateAsync(
            s => s.SetProperty(c => c.Sent, totals.Sent).SetProperty(c => c.Opened, totals.Opened)
                .SetProperty(c => c.Clicked, totals.Clicked), cancellationToken);
    }

    public async Task<IReadOnlyList<CrmWriteResult>> UpdateFieldsAsync(
        IReadOnlyList<CrmFieldUpdate> updates, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var results = new List<CrmWriteResult>();
        foreach (var update in updates)
        {
            var contact = int.TryParse(update.ContactId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? await db.DemoCrmContacts.SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
                : null;
            if (contact is null)
            {
                results.Add(new CrmWriteResult(
                    update.Key, CrmWriteOutcome.Refused, $"The contact {update.ContactId} is not in the CRM any more."));
                continue;
            }

            foreach (var (name, value) in update.Fields)
            {
                if (Writable.TryGetValue(name, out var set)) set(contact, value);
            }

            results.Add(new CrmWriteResult(update.Key, CrmWriteOutcome.Written));
        }

        await db.SaveChangesAsync(cancellationToken);
        return results;
    }
}
