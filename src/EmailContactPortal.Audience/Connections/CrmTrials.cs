using System.Globalization;
using EmailContactPortal.Crm;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Audience.Connections;

/// <summary>
/// Tries a connection out, saved or not: asks the CRM everything an import would ask, for the first few, and shows each call. It only
/// reads, and stores nothing.
/// </summary>
public sealed class CrmTrials(CrmGateway gateway)
{
    private const int MostCampaigns = 20;
    private const int MostFields = 40;
    private const int MostMembers = 20;
    private const int FieldColumns = 5;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Tries it; takes a minute at most.</summary>
    public async Task<CrmTrial> RunAsync(CrmConnection connection, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        var (trace, steps) = (new CrmTrace(), new List<TrialStep>());
        var found = new CrmTrial();
        try
        {
            var adapter = gateway.Open(connection, trace);
            found = await AskAsync(adapter, steps, timeout.Token);
        }
        catch (CrmException e)
        {
            steps.Add(new TrialStep("Settings", false, e.Message));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            steps.Add(new TrialStep("Time", false, "Stopped after a minute; what was read until then is below."));
        }

        return found with
        {
            Steps = steps,
            Paths = [.. trace.Paths.Select(p => new TrialPath(p.Place, p.Path, p.Read, p.Filled))],
            Calls = [.. trace.Calls.Select(c => new TrialCall(
                c.Method, Uri.UnescapeDataString(c.Address), c.Sent, c.Status, (int)c.Took.TotalMilliseconds, c.Bytes, c.Answer,
                c.Problem))],
        };
    }

    private static async Task<CrmTrial> AskAsync(ICrmAdapter adapter, List<TrialStep> steps, CancellationToken cancellationToken)
    {
        var trial = new CrmTrial();
        // Asked one by one before the check, so that one thing that is missing does not hide the others.
        var campaigns = await TryAsync(
            steps, "Campaigns", adapter.ActiveCampaignsAsync, c => $"{Number(c.Count)} active.", cancellationToken);
        if (campaigns is null && steps[^1] is { Succeeded: false }
            && await TryAsync(steps, "Check", adapter.ProbeAsync, _ => "", cancellationToken) is null) return trial;
        var fields = await TryAsync(
            steps, "Fields", adapter.FieldsAsync, f => $"{Number(f.Count)} contact fields besides address and names.", cancellationToken);
        trial = trial with
        {
            Campaigns = [.. (campaigns ?? []).Take(MostCampaigns).Select(c => new CampaignChoice(c.Id, c.Name, c.CreatedAt, c.Members))],
            Fields = [.. (fields ?? []).Take(MostFields).Select(f => new FieldChoice(f.Name, f.Label, f.IsCustom))],
        };
        foreach (var campaign in (campaigns ?? []).Take(3))
        {
            var read = await MembersAsync(adapter, campaign, [.. (fields ?? []).Take(FieldColumns)], steps, cancellationToken);
            if (trial.CampaignName.Length == 0 || read.Members.Count > 0)
                trial = trial with { CampaignName = campaign.Name, Columns = read.Columns, Members = read.Members };
            if (trial.Members.Count > 0) break;
        }

        var probe = await TryAsync(steps, "Check", adapter.ProbeAsync, p => $"{p.Product}, as {p.Account}.", cancellationToken);
        return trial with { Warnings = probe?.Warnings ?? [] };
    }

    private static async Task<(IReadOnlyList<string> Columns, IReadOnlyList<TrialMember> Members)> MembersAsync(
        ICrmAdapter adapter, CrmCampaign campaign, IReadOnlyList<CrmField> fields, List<TrialStep> steps,
        CancellationToken cancellationToken)
    {
        var name = $"Members of “{campaign.Name}”";
        var count = new int?[1];
        await TryAsync(
            steps, $"Number of members of “{campaign.Name}”",
            async token => count[0] = await adapter.CountMembersAsync(campaign.Id, token),
            c => c is { } n ? $"The CRM counts {Number(n)}." : "The CRM does not tell how many.", cancellationToken);
        var members = new List<TrialMember>();
        await TryAsync(
            steps,
            name,
            async token =>
            {
                await foreach (var page in adapter.MembersAsync(campaign.Id, [.. fields.Select(f => f.Name)], token))
                {
                    members.AddRange(page.Take(MostMembers - members.Count)
                        .Select(m => new TrialMember(
                            m.ContactId, m.Email, m.FirstName, m.LastName, m.EmailOptOut,
                            [.. fields.Select(f => m.Fields.GetValueOrDefault(f.Name, ""))])));
                    if (members.Count >= MostMembers) break;
                }

                return members;
            },
            m => m.Count == 0 ? "Nobody was read." : $"The first {Number(m.Count)} were read.",
            cancellationToken);
        return ([.. fields.Select(f => f.Label)], members);
    }

    private static async Task<T?> TryAsync<T>(
        List<TrialStep> steps, string name, Func<CancellationToken, Task<T>> ask, Func<T, string> words,
        CancellationToken cancellationToken)
    {
        try
        {
            var answer = await ask(cancellationToken);
            steps.Add(new TrialStep(name, true, words(answer)));
            return answer;
        }
        catch (CrmException e)
        {
            if (steps.TrueForAll(s => s.Words != e.Message)) steps.Add(new TrialStep(name, false, e.Message));
            return default;
        }
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
