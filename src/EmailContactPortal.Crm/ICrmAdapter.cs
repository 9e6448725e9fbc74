namespace EmailContactPortal.Crm;

/// <summary>
/// One CRM installation as the portal sees it. Adapters keep no table and no promise of their own: they say what they can (<see cref="CrmProbe"/>),
/// and callers ask that, never the CRM's name. Every failure is a <see cref="CrmException"/>.
/// </summary>
public interface ICrmAdapter
{
    /// <summary>Signs in and finds out what this installation and this account offer; throws when it cannot be used at all.</summary>
    Task<CrmProbe> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Active campaigns, newest first.</summary>
    Task<IReadOnlyList<CrmCampaign>> ActiveCampaignsAsync(CancellationToken cancellationToken);

    /// <summary>The contact fields that can be brought along, besides address and names.</summary>
    Task<IReadOnlyList<CrmField>> FieldsAsync(CancellationToken cancellationToken);

    /// <summary>How many members the campaign has now, or null when the CRM cannot tell.</summary>
    Task<int?> CountMembersAsync(string campaignId, CancellationToken cancellationToken);

    /// <summary>All members, page by page, each once even while the campaign changes.</summary>
    /// <param name="campaignId">A campaign of <see cref="ActiveCampaignsAsync"/>, or one that was.</param>
    /// <param name="fields">Names of <see cref="FieldsAsync"/>; names the CRM no longer knows are left out.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(string campaignId, IReadOnlyList<string> fields, CancellationToken cancellationToken);

    /// <summary>
    /// Records activities on their contacts, in order; the answer has one result for each. An activity whose <see cref="CrmActivity.ExternalId"/> is already there is brought up to date,
    /// not repeated. Throws only when nothing can be said about single activities (CRM down, sign-in refused).
    /// </summary>
    Task<IReadOnlyList<CrmWriteResult>> WriteAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken);
}
