using System.Globalization;
using EmailContactPortal.Crm.Vtiger.Protocol;
using EmailContactPortal.Crm.Vtiger.Sinks;

namespace EmailContactPortal.Crm.Vtiger;

/// <summary>
/// The vtiger web services of the 6.x to 8.x series, the family that CRM-service belongs to. A 5.x server is recognised: it lacks the
/// operations that read a campaign's members, and is used with a field of the contact that names the campaign.
/// </summary>
internal sealed class VtigerAdapter : ICrmAdapter
{
    private static readonly string[] Ours = ["id", "email", "email1", "firstname", "lastname", "accountname", "emailoptout",
        "assigned_user_id", "createdtime", "modifiedtime", "modifiedby"];
    private readonly VtigerClient client;
    private readonly VtigerQueries queries;
    private readonly VtigerMembers members;
    private readonly VtigerOptions options;
    private VtigerWriter? writer;

    public VtigerAdapter(HttpClient http, CrmSettings settings)
    {
        options = VtigerOptions.Read(settings.Options);
        client = new VtigerClient(http, settings);
        queries = new VtigerQueries(client, options);
        members = new VtigerMembers(client, queries, options);
    }

    public Task<CrmProbe> ProbeAsync(CancellationToken cancellationToken) =>
        new VtigerProbing(client, queries, members, options).ProbeAsync(cancellationToken);

    public Task<IReadOnlyList<CrmCampaign>> ActiveCampaignsAsync(CancellationToken cancellationToken) =>
        queries.CampaignsAsync(cancellationToken);

    public async Task<bool> IsActiveAsync(string campaignId, CancellationToken cancellationToken) =>
        queries.IsActive(await queries.CampaignAsync(campaignId, cancellationToken));

    public async Task<IReadOnlyList<CrmField>> FieldsAsync(CancellationToken cancellationToken)
    {
        var fields = new List<CrmField>();
        foreach (var type in options.MemberTypes)
        {
            var module = await queries.DescribeAsync(type, cancellationToken);
            fields.AddRange(module.Fields.Where(f => !Ours.Contains(f.Name))
                .Select(f => new CrmField(
                    f.Name, f.Label, f.Name.StartsWith("cf_", StringComparison.Ordinal), module.IsUpdateable && f.IsEditable)));
        }

        return [.. fields.DistinctBy(f => f.Name).OrderBy(f => f.Label, StringComparer.CurrentCultureIgnoreCase)];
    }

    public async Task<int?> CountMembersAsync(string campaignId, CancellationToken cancellationToken) =>
        await members.CountAsync(campaignId, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(
        string campaignId, IReadOnlyList<string> fields, CancellationToken cancellationToken) =>
        members.WalkAsync(campaignId, fields, null, cancellationToken);

    // One by one inside: a session serves one call at a time, and the order per contact is a promise.
    public async Task<IReadOnlyList<CrmWriteResult>> WriteAsync(
        IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken) =>
        await (await WriterAsync(cancellationToken)).WriteAsync(activities, cancellationToken);

    public async Task<IReadOnlyList<CrmReadBack>> ReadBackAsync(
        IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken) =>
        await (await WriterAsync(cancellationToken)).ReadBackAsync(activities, cancellationToken);

    public Task<IReadOnlyDictionary<string, bool>> OptOutsAsync(IReadOnlyList<string> contactIds, CancellationToken cancellationToken) =>
        queries.OptOutsAsync(contactIds, cancellationToken);

    public async Task WriteTotalsAsync(string campaignId, CrmTotals totals, CancellationToken cancellationToken)
    {
        try
        {
            await (await WriterAsync(cancellationToken)).ReviseAsync(
                campaignId,
                new Dictionary<string, string> { ["numsent"] = Number(totals.Sent), ["actualresponsecount"] = Number(totals.Clicked) },
                cancellationToken);
        }
        catch (VtigerFault fault)
        {
            throw fault.ToCrm("write totals on the campaign");
        }
    }

    public async Task<IReadOnlyList<CrmWriteResult>> UpdateFieldsAsync(
        IReadOnlyList<CrmFieldUpdate> updates, CancellationToken cancellationToken)
    {
        var to = await WriterAsync(cancellationToken);
        var results = new List<CrmWriteResult>(updates.Count);
        foreach (var update in updates)
            results.Add(await to.TryAsync(
                update.Key, update.ContactId, () => to.ReviseAsync(update.ContactId, update.Fields, cancellationToken), cancellationToken));
        return results;
    }

    public async Task<string?> CursorAsync(string campaignId, CancellationToken cancellationToken) =>
        (await members.CursorAsync(campaignId, cancellationToken)).ToString();

    public Task<CrmChanges> ChangesAsync(
        string campaignId, IReadOnlyList<string> fields, string cursor, CancellationToken cancellationToken) =>
        members.ChangesAsync(campaignId, fields, cursor, cancellationToken);

    private async Task<VtigerWriter> WriterAsync(CancellationToken cancellationToken)
    {
        if (writer is not null) return writer;
        await client.SignInAsync(cancellationToken);
        var modules = await queries.ModulesAsync(cancellationToken);
        return writer = new VtigerWriter(
            client, queries, VtigerSinks.Create(VtigerSinks.Choose(options, modules), queries, options, modules));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
