using System.Globalization;
using System.Runtime.CompilerServices;
using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.DemoCrm;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.DemoCrm;

/// <summary>
/// The built-in demo CRM seen through the same seam as every other CRM; lives here because the seam's own project knows no table.
/// </summary>
internal sealed class DemoCrmAdapter(IDbContextFactory<PortalContext> contexts, TimeProvider time) : ICrmAdapter
{
    /// <summary>The status whose campaigns can be imported.</summary>
    public const string Active = "Active";

    private const int PageSize = 500;

    private static readonly (CrmField Field, Func<DemoCrmContact, string> Value)[] Known =
    [
        (new("company", "Company", IsWritable: true), c => c.Company),
        (new("title", "Title", IsWritable: true), c => c.Title),
        (new("city", "City", IsWritable: true), c => c.City),
        (new("phone", "Phone", IsWritable: true), c => c.Phone),
        (new("language", "Language", IsWritable: true), c => c.Language),
    ];

    public async Task<CrmProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        var campaigns = await ActiveCampaignsAsync(cancellationToken);
        return new CrmProbe
        {
            Product = "Demo CRM",
            Account = "the portal itself",
            MemberTypes = ["Contacts"],
            PageSize = PageSize,
            TotalsKnown = true,
            EventSink = CrmEventSink.Activity,
            EventsIdempotent = true,
            ReadsBack = true,
            ReadsOptOut = true,
            CampaignTotals = true,
            FieldUpdates = true,
            WriteBatch = 200,
            UnsubscribeScope = CrmUnsubscribeScope.Contact,
            Campaigns = campaigns.Count,
            Members = campaigns.Count == 0 ? null : campaigns[0].Members,
        };
    }

    public async Task<IReadOnlyList<CrmCampaign>> ActiveCampaignsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.DemoCrmCampaigns.AsNoTracking().Where(c => c.Status == Active).OrderByDescending(c => c.CreatedAt)
            .ThenByDescending(c => c.Id)
            .Select(c => new { c.Id, c.Name, c.CreatedAt, Members = db.DemoCrmMemberships.Count(m => m.CampaignId == c.Id) })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(c => new CrmCampaign(c.Id.ToString(CultureInfo.InvariantCulture), c.Name, c.CreatedAt, c.Members))];
    }

    public Task<IReadOnlyList<CrmField>> FieldsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CrmField>>([.. Known.Select(k => k.Field)]);

    public async Task<int?> CountMembersAsync(string campaignId, CancellationToken cancellationToken)
    {
        var id = Id(campaignId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.DemoCrmCampaigns.AnyAsync(c => c.Id == id, cancellationToken)) throw Gone();
        return await db.DemoCrmMemberships.CountAsync(m => m.CampaignId == id, cancellationToken);
    }

    public async IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(
        string campaignId, IReadOnlyList<string> fields, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (id, last) = (Id(campaignId), 0);
        var wanted = Known.Where(k => fields.Contains(k.Field.Name)).ToList();
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var from = last;
            var page = await db.DemoCrmContacts.AsNoTracking()
                .Where(c => c.Id > from && db.DemoCrmMemberships.Any(m => m.CampaignId == id && m.ContactId == c.Id))
                .OrderBy(c => c.Id).Take(PageSize).ToListAsync(cancellationToken);
            if (page.Count == 0) yield break;
            yield return [.. page.Select(c => new CrmMember(
                c.Id.ToString(CultureInfo.InvariantCulture), c.Email, c.FirstName, c.LastName,
                wanted.ToDictionary(k => k.Field.Name, k => k.Value(c)), c.EmailOptOut))];
            last = page[^1].Id;
        }
    }

    public async Task<IReadOnlyList<CrmWriteResult>> WriteAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = activities.Select(a => a.ExternalId).ToList();
        var contactIds = activities.Select(a => Id(a.ContactId)).ToHashSet();
        var there = await db.DemoCrmActivities.Where(a => keys.Contains(a.ExternalId))
            .ToDictionaryAsync(a => a.ExternalId, cancellationToken);
        var contacts = await db.DemoCrmContacts.Where(c => contactIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        var results = new List<CrmWriteResult>();
        foreach (var activity in activities)
        {
            if (!contacts.TryGetValue(Id(activity.ContactId), out var contact))
            {
                results.Add(new CrmWriteResult(
                    activity.ExternalId, CrmWriteOutcome.Refused, $"The contact {activity.ContactId} is not in the CRM any more."));
                continue;
            }

            if (!there.TryGetValue(activity.ExternalId, out var row))
            {
                row = new DemoCrmActivity
                {
                    ContactId = contact.Id,
                    Kind = Word(activity.Kind),
                    CampaignName = "",
                    ExternalId = activity.ExternalId,
                };
                db.DemoCrmActivities.Add(row);
            }

            row.CampaignName = Domain.Text.Bound(activity.CampaignName, 200);
            row.Detail = Domain.Text.Bound(activity.Count > 1 ? $"{activity.Count} times · {activity.Detail}" : activity.Detail, 2000);
            (row.At, row.WrittenAt) = (activity.At, time.GetUtcNow().UtcDateTime);
            if (activity.Kind is CrmActivityKind.Unsubscribed or CrmActivityKind.Resubscribed)
                contact.EmailOptOut = activity.Kind == CrmActivityKind.Unsubscribed;
            results.Add(new CrmWriteResult(activity.ExternalId, CrmWriteOutcome.Written));
        }

        await db.SaveChangesAsync(cancellationToken);
        return results;
    }

    public Task<IReadOnlyList<CrmReadBack>> ReadBackAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken) =>
        new DemoCrmReturns(contexts).ReadBackAsync(activities, cancellationToken);

    public Task<IReadOnlyDictionary<string, bool>> OptOutsAsync(IReadOnlyList<string> contactIds, CancellationToken cancellationToken) =>
        new DemoCrmReturns(contexts).OptOutsAsync(contactIds, cancellationToken);

    public Task WriteTotalsAsync(string campaignId, CrmTotals totals, CancellationToken cancellationToken) =>
        new DemoCrmReturns(contexts).WriteTotalsAsync(Id(campaignId), totals, cancellationToken);

    public Task<IReadOnlyList<CrmWriteResult>> UpdateFieldsAsync(
        IReadOnlyList<CrmFieldUpdate> updates, CancellationToken cancellationToken) =>
        new DemoCrmReturns(contexts).UpdateFieldsAsync(updates, cancellationToken);

    private static string Word(CrmActivityKind kind) => kind switch
    {
        CrmActivityKind.HardBounced => "bounced",
        CrmActivityKind.SoftBounced => "bounced (soft)",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static int Id(string id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Gone();

    private static CrmException Gone() =>
        new(CrmFault.NotFound, "The campaign is not in the demo CRM any more. Connect the group to another campaign, or keep it as it is.");
}
