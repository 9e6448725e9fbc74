using EmailContactPortal.Crm;

namespace EmailContactPortal.Audience.WriteBack;

/// <summary>
/// Several adapters of one CRM side by side, as many as the connection allows and the CRM serves. Each contact is in one lane at a time, so
/// its facts stay in order; what one lane has done is kept although another one failed.
/// </summary>
internal sealed class WriteBackLanes(IReadOnlyList<ICrmAdapter> adapters, OutFieldWriter fields)
{
    /// <summary>Most lanes whatever the settings say.</summary>
    public const int Most = 16;

    public int Count => adapters.Count;

    /// <summary>The first adapter, for what is not about contacts.</summary>
    public ICrmAdapter First => adapters[0];

    /// <summary>Writes a batch.</summary>
    /// <returns>What became of the activities, and the trouble that stopped a lane.</returns>
    public async Task<(Dictionary<string, CrmWriteResult> Results, CrmException? Trouble)> WriteAsync(
        IReadOnlyList<DueActivity> due, CancellationToken cancellationToken)
    {
        var parts = due.Chunk((due.Count + adapters.Count - 1) / adapters.Count);
        var done = await Task.WhenAll(parts.Select((part, lane) => WriteAsync(adapters[lane], part, cancellationToken)));
        return (done.SelectMany(d => d.Results).ToDictionary(r => r.ExternalId),
            done.Select(d => d.Trouble).FirstOrDefault(t => t is not null));
    }

    private async Task<(IReadOnlyList<CrmWriteResult> Results, CrmException? Trouble)> WriteAsync(
        ICrmAdapter adapter, DueActivity[] part, CancellationToken cancellationToken)
    {
        try
        {
            var results = await adapter.WriteAsync([.. part.Select(p => p.Activity)], cancellationToken);
            return (await fields.WriteAsync(adapter, part, results, cancellationToken), null);
        }
        catch (CrmException e)
        {
            return ([], e);
        }
    }
}
