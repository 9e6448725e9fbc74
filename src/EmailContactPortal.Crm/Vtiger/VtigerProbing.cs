using EmailContactPortal.Crm.Vtiger.Protocol;
using EmailContactPortal.Crm.Vtiger.Sinks;

namespace EmailContactPortal.Crm.Vtiger;

/// <summary>Finds out what one installation offers to one user, and says what is missing.</summary>
internal sealed class VtigerProbing(VtigerClient client, VtigerQueries queries, VtigerMembers members, VtigerOptions options)
{
    public async Task<CrmProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        await client.SignInAsync(cancellationToken);
        var modules = await queries.ModulesAsync(cancellationToken);
        if (!modules.Contains("Campaigns"))
        {
            throw new CrmException(
                CrmFault.Rights, "The CRM user cannot see Campaigns. Give the user's role the right to read the Campaigns module.");
        }

        if (options.MemberTypes.FirstOrDefault(t => !modules.Contains(t)) is { } hidden)
            throw new CrmException(
                CrmFault.Rights, $"The CRM user cannot see {hidden}. Give the user's role the right to read that module.");
        await CheckMembershipAsync(cancellationToken);
        var sink = VtigerSinks.Choose(options, modules);
        var campaigns = await queries.CampaignsAsync(cancellationToken);
        var described = new List<VtigerModule>();
        foreach (var type in options.MemberTypes) described.Add(await queries.DescribeAsync(type, cancellationToken));
        var canUpdate = described.TrueForAll(d => d.IsUpdateable);
        return new CrmProbe
        {
            Product = $"vtiger {client.Version}".TrimEnd(),
            Account = client.UserId,
            Membership = options.MarkerField.Length > 0 ? CrmMembership.Field : CrmMembership.CampaignRelation,
            MemberTypes = options.MemberTypes,
            PageSize = VtigerQueries.PageSize,
            TotalsKnown = true,
            DeltaByModifiedTime = true,
            EventSink = VtigerSinks.Announce(sink),
            EventsIdempotent = sink == VtigerSink.Module,
            ReadsBack = sink is VtigerSink.Module or VtigerSink.Comment or VtigerSink.Email,
            ReadsOptOut = true,
            CampaignTotals = (await queries.DescribeAsync("Campaigns", cancellationToken)).IsUpdateable,
            FieldUpdates = canUpdate,
            WriteBatch = 20,

            // A session serves one call at a time; several sessions of one user work side by side.
            ParallelCalls = 4,
            UnsubscribeScope = canUpdate ? CrmUnsubscribeScope.Contact : CrmUnsubscribeScope.None,
            Campaigns = campaigns.Count,
            Members = campaigns.Count > 0 ? await members.CountAsync(campaigns[0].Id, cancellationToken) : null,
            Warnings = [.. Warnings(sink, described, campaigns.Count, await queries.IsAdminAsync(cancellationToken))],
        };
    }

    private async Task CheckMembershipAsync(CancellationToken cancellationToken)
    {
        if (options.MarkerField.Length > 0)
        {
            foreach (var type in options.MemberTypes)
            {
                if (!(await queries.DescribeAsync(type, cancellationToken)).Has(options.MarkerField))
                    throw new CrmException(
                        CrmFault.Settings,
                        $"{type} has no field {options.MarkerField}. Check the name of the field that holds the campaign's name.");
            }

            return;
        }

        var relations = await queries.RelationsAsync(cancellationToken);
        if (relations.Count == 0)
        {
            throw new CrmException(
                CrmFault.Unsupported,
                $"This CRM {(client.Version.Length > 0 ? $"(version {client.Version}) " : "")}cannot be asked for the members of a "
                + "campaign; the 5.x series lacks the operations relatedtypes and query_related. "
                + "Upgrade it to 7.x or later; or add a text field to the contacts that holds the campaign's name, and name it under "
                + "Field that names the campaign; or export the campaign as CSV and import that.");
        }

        if (options.MemberTypes.Except(relations).FirstOrDefault() is { } missing)
            throw new CrmException(
                CrmFault.Settings, $"Campaigns of this CRM have no {missing} as members. Take it out of the member types.");
    }

    private IEnumerable<string> Warnings(VtigerSink sink, List<VtigerModule> described, int campaigns, bool isAdmin)
    {
        if (campaigns == 0)
            yield return $"This user sees no campaign with the status {string.Join(" or ", options.ActiveStatuses)}. Activate one in the "
                + "CRM, or check what the user may see.";
        foreach (var module in described.Where(d => !d.IsUpdateable))
            yield return $"This user may not change {module.Name}: unsubscribing cannot be written back.";
        if (sink == VtigerSink.None && options.Sink == VtigerSink.Module)
            yield return $"The module {options.Module} is not installed or not visible: openings and clicks cannot be written back.";
        else if (sink == VtigerSink.None && options.Sink != VtigerSink.None)
            yield return "Neither comments nor e-mail records are visible to this user: openings and clicks cannot be written back.";
        if (sink == VtigerSink.Fields)
        {
            foreach (var module in described)
            {
                foreach (var field in options.StatusFields.Where(f => !module.Has(f)))
                    yield return $"{module.Name} has no field {field}: what belongs there cannot be written back.";
            }
        }

        if (!isAdmin)
            yield return "The CRM shows this user only the people whom sharing rules allow, without saying how many it hides. Use a user "
                + "that sees everybody.";
    }
}
