using System.Runtime.CompilerServices;
using System.Text.Json;

namespace EmailContactPortal.Crm.Vtiger;

/// <summary>
/// The vtiger web services of the 6.x to 8.x series, the family that CRM-service belongs to. A 5.x server is recognised: it lacks the operations that read a campaign's members.
/// </summary>
internal sealed class VtigerAdapter : ICrmAdapter
{
    private static readonly string[] Ours = ["id", "email", "email1", "firstname", "lastname", "accountname", "emailoptout", "assigned_user_id", "createdtime", "modifiedtime", "modifiedby"];
    private readonly VtigerClient client;
    private readonly VtigerQueries queries;
    private readonly VtigerWriter writer;
    private readonly VtigerOptions options;

    public VtigerAdapter(HttpClient http, CrmSettings settings)
    {
        options = VtigerOptions.Read(settings.Options);
        client = new VtigerClient(http, settings);
        queries = new VtigerQueries(client, options);
        writer = new VtigerWriter(client, queries, options);
    }

    public async Task<CrmProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        await client.SignInAsync(cancellationToken);
        var modules = await queries.ModulesAsync(cancellationToken);
        if (!modules.Contains("Campaigns"))
        {
            throw new CrmException(CrmFault.Rights, "The CRM user cannot see Campaigns. Give the user's role the right to read the Campaigns module.");
        }

        if (!modules.Contains(options.MemberType)) throw new CrmException(CrmFault.Rights, $"The CRM user cannot see {options.MemberType}. Give the user's role the right to read that module.");
        if (!await queries.HasRelationsAsync(cancellationToken))
        {
            throw new CrmException(
                CrmFault.Unsupported,
                $"This CRM {(client.Version.Length > 0 ? $"(version {client.Version}) " : "")}cannot be asked for the members of a campaign; the 5.x series lacks the operations relatedtypes and query_related. "
                + "Upgrade it to 7.x or later, or export the campaign as CSV and import that.");
        }

        var campaigns = await queries.CampaignsAsync(cancellationToken);
        var described = await queries.DescribeAsync(options.MemberType, cancellationToken);
        return new CrmProbe
        {
            Product = $"vtiger {client.Version}".TrimEnd(),
            Account = client.UserId,
            MemberTypes = [options.MemberType],
            PageSize = VtigerQueries.PageSize,
            TotalsKnown = true,
            EventSink = Sink(modules),
            EventsIdempotent = options.SinkKind == VtigerSink.Module && modules.Contains(options.Module),
            WriteBatch = 20,
            UnsubscribeScope = CanUpdate(described) ? CrmUnsubscribeScope.Contact : CrmUnsubscribeScope.None,
            Campaigns = campaigns.Count,
            Members = campaigns.Count > 0 ? await queries.CountAsync(campaigns[0].Id, cancellationToken) : null,
            Warnings = [.. Warnings(modules, described, campaigns.Count)],
        };
    }

    public Task<IReadOnlyList<CrmCampaign>> ActiveCampaignsAsync(CancellationToken cancellationToken) => queries.CampaignsAsync(cancellationToken);

    public async Task<IReadOnlyList<CrmField>> FieldsAsync(CancellationToken cancellationToken)
    {
        var described = await queries.DescribeAsync(options.MemberType, cancellationToken);
        if (!described.TryGetProperty("fields", out var fields)) return [];
        return [.. fields.EnumerateArray()
            .Select(f => (Name: VtigerReply.Scalar(f, "name"), Label: VtigerReply.Scalar(f, "label")))
            .Where(f => !Ours.Contains(f.Name))
            .Select(f => new CrmField(f.Name, f.Label.Length > 0 ? f.Label : f.Name, f.Name.StartsWith("cf_", StringComparison.Ordinal)))
            .OrderBy(f => f.Label, StringComparer.CurrentCultureIgnoreCase)];
    }

    public async Task<int?> CountMembersAsync(string campaignId, CancellationToken cancellationToken) => await queries.CountAsync(campaignId, cancellationToken);

    public async IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(string campaignId, IReadOnlyList<string> fields, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in queries.MembersAsync(campaignId, fields, cancellationToken)) yield return page;
    }

    public async Task<IReadOnlyList<CrmWriteResult>> WriteAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        await client.SignInAsync(cancellationToken);
        var results = new List<CrmWriteResult>(activities.Count);
        // One by one: a session serves one call at a time, and the order per contact is a promise.
        foreach (var activity in activities) results.Add(await writer.WriteAsync(activity, cancellationToken));
        return results;
    }

    private static bool CanUpdate(JsonElement described) => VtigerReply.Scalar(described, "updateable") is "true" or "1";

    private CrmEventSink Sink(IReadOnlyList<string> modules) => options.SinkKind switch
    {
        VtigerSink.Module when modules.Contains(options.Module) => CrmEventSink.Activity,
        VtigerSink.Comment when modules.Contains("ModComments") => CrmEventSink.Comment,
        _ => CrmEventSink.None,
    };

    private IEnumerable<string> Warnings(IReadOnlyList<string> modules, JsonElement described, int campaigns)
    {
        if (campaigns == 0) yield return $"This user sees no campaign with the status {string.Join(" or ", options.ActiveStatuses)}. Activate one in the CRM, or check what the user may see.";
        if (!CanUpdate(described)) yield return $"This user may not change {options.MemberType}: unsubscribing cannot be written back.";
        if (options.SinkKind == VtigerSink.Module && !modules.Contains(options.Module)) yield return $"The module {options.Module} is not installed or not visible: openings and clicks cannot be written back.";
        if (options.SinkKind == VtigerSink.Comment && !modules.Contains("ModComments")) yield return "Comments are not visible to this user: openings and clicks cannot be written back.";
        yield return "The CRM shows this user only the people whom sharing rules allow, without saying how many it hides. Use a user that sees everybody.";
    }
}
