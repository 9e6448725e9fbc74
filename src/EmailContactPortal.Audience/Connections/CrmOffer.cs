using EmailContactPortal.Crm;

namespace EmailContactPortal.Audience.Connections;

/// <summary>A CRM campaign to choose.</summary>
public sealed record CampaignChoice(string Id, string Name, DateTime? CreatedAt, int? Members);

/// <summary>A CRM contact field to choose.</summary>
public sealed record FieldChoice(string Name, string Label, bool IsCustom);

/// <summary>What a connection offers for an import now.</summary>
/// <param name="Campaigns">Active campaigns, newest first.</param>
/// <param name="Fields">Contact fields besides address and names.</param>
/// <param name="Trouble">Why the CRM could not be asked, in plain words.</param>
public sealed record CrmOffer(IReadOnlyList<CampaignChoice> Campaigns, IReadOnlyList<FieldChoice> Fields, string? Trouble)
{
    internal static async Task<CrmOffer> OfAsync(Func<Task<ICrmAdapter>> open, CancellationToken cancellationToken)
    {
        try
        {
            var adapter = await open();
            var campaigns = await adapter.ActiveCampaignsAsync(cancellationToken);
            var fields = await adapter.FieldsAsync(cancellationToken);
            return new CrmOffer(
                [.. campaigns.Select(c => new CampaignChoice(c.Id, c.Name, c.CreatedAt, c.Members))],
                [.. fields.Select(f => new FieldChoice(f.Name, f.Label, f.IsCustom))],
                null);
        }
        catch (CrmException e)
        {
            return new CrmOffer([], [], e.Message);
        }
    }
}
