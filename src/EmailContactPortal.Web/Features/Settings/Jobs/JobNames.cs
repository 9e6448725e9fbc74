using EmailContactPortal.Data;
using EmailContactPortal.Web.Jobs;
using Quartz;

namespace EmailContactPortal.Web.Features.Settings.Jobs;

/// <summary>What people call a job: its kind and its row's name.</summary>
internal sealed class JobNames(IEnumerable<JobKind> kinds, PortalContext db)
{
    private readonly Dictionary<JobKey, string> known = [];

    public async Task<string> OfAsync(JobKey key, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(key, out var name)) return name;
        var kind = kinds.FirstOrDefault(k => k.Group == key.Group);
        if (kind is null) return known[key] = $"{key.Group} {key.Name}";
        var row = await kind.NameAsync(db, RowJob.IdOf(key), cancellationToken);
        return known[key] = $"{kind.Title}: {row ?? "no longer there"}";
    }
}
