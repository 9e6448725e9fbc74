namespace EmailContactPortal.Crm;

/// <summary>
/// One CRM installation as the portal sees it. Adapters keep no table and no promise of their own: they say what they can
/// (<see cref="CrmProbe"/>), and callers ask that, never the CRM's name. Every failure is a <see cref="CrmException"/>.
/// </summary>
public interface ICrmAdapter
{
    /// <summary>Signs in and finds out what this installation and this account offer; throws when it cannot be used at all.</summary>
    Task<CrmProbe> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Active campaigns, newest first.</summary>
    Task<IReadOnlyList<CrmCampaign>> ActiveCampaignsAsync(CancellationToken cancellationToken);

    /// <summary>Whether the CRM still counts a campaign among its active ones.</summary>
    async Task<bool> IsActiveAsync(string campaignId, CancellationToken cancellationToken) =>
        (await ActiveCampaignsAsync(cancellationToken)).Any(c => c.Id == campaignId);

    /// <summary>The contact fields that can be brought along, besides address and names.</summary>
    Task<IReadOnlyList<CrmField>> FieldsAsync(CancellationToken cancellationToken);

    /// <summary>How many members the campaign has now, or null when the CRM cannot tell.</summary>
    Task<int?> CountMembersAsync(string campaignId, CancellationToken cancellationToken);

    /// <summary>All members, page by page, each once even while the campaign changes.</summary>
    /// <param name="campaignId">A campaign of <see cref="ActiveCampaignsAsync"/>, or one that was.</param>
    /// <param name="fields">Names of <see cref="FieldsAsync"/>; names the CRM no longer knows are left out.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(
        string campaignId, IReadOnlyList<string> fields, CancellationToken cancellationToken);

    /// <summary>
    /// Records activities on their contacts, in order; the answer has one result for each. An activity whose
    /// <see cref="CrmActivity.ExternalId"/> is already there is brought up to date, not repeated. Throws only when nothing can be said
    /// about single activities (CRM down, sign-in refused).
    /// </summary>
    Task<IReadOnlyList<CrmWriteResult>> WriteAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken);

    /// <summary>Looks what the CRM holds of these activities, one answer for each. Only where <see cref="CrmProbe.ReadsBack"/>.</summary>
    /// <param name="activities">As they would be written now; at most <see cref="CrmProbe.WriteBatch"/> of them.</param>
    /// <param name="cancellationToken">Stops between calls.</param>
    Task<IReadOnlyList<CrmReadBack>> ReadBackAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken) =>
        Task.FromException<IReadOnlyList<CrmReadBack>>(CrmException.NotOffered("tell what it recorded"));

    /// <summary>
    /// Whether contacts want no mail, as the CRM has it now, by id; contacts that are gone are left out. Only where
    /// <see cref="CrmProbe.ReadsOptOut"/>.
    /// </summary>
    Task<IReadOnlyDictionary<string, bool>> OptOutsAsync(IReadOnlyList<string> contactIds, CancellationToken cancellationToken) =>
        Task.FromException<IReadOnlyDictionary<string, bool>>(CrmException.NotOffered("tell who wants no mail"));

    /// <summary>Writes a mailing's totals on the CRM's campaign. Only where <see cref="CrmProbe.CampaignTotals"/>.</summary>
    Task WriteTotalsAsync(string campaignId, CrmTotals totals, CancellationToken cancellationToken) =>
        Task.FromException(CrmException.NotOffered("keep totals on its campaigns"));

    /// <summary>Changes fields of contacts; the answer has one result for each. Only where <see cref="CrmProbe.FieldUpdates"/>.</summary>
    Task<IReadOnlyList<CrmWriteResult>> UpdateFieldsAsync(IReadOnlyList<CrmFieldUpdate> updates, CancellationToken cancellationToken) =>
        Task.FromException<IReadOnlyList<CrmWriteResult>>(CrmException.NotOffered("take changed fields"));

    /// <summary>
    /// Where the campaign stands now, asked before a full walk and given to <see cref="ChangesAsync"/> later; null when the CRM cannot
    /// tell. Only where <see cref="CrmProbe.DeltaByModifiedTime"/>.
    /// </summary>
    Task<string?> CursorAsync(string campaignId, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>
    /// Members that changed since a cursor, or the advice to walk the campaign in full. Only where
    /// <see cref="CrmProbe.DeltaByModifiedTime"/>.
    /// </summary>
    Task<CrmChanges> ChangesAsync(string campaignId, IReadOnlyList<string> fields, string cursor, CancellationToken cancellationToken) =>
        Task.FromResult(CrmChanges.WalkInFull);
}
