using EmailContactPortal.Data;
using EmailContactPortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Jobs.Scheduler;

/// <summary>The switch that holds all jobs of all instances; it is a row, so it survives restarts and lost schedulers.</summary>
internal sealed class JobPausing(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    public async Task<bool> IsPausedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobPauses.AnyAsync(cancellationToken);
    }

    /// <summary>Nothing new starts on any instance; what runs goes on to its end.</summary>
    public async Task PauseAsync(string by, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.JobPauses.AnyAsync(cancellationToken)) return;
        db.JobPauses.Add(new JobPause { At = time.GetUtcNow().UtcDateTime, By = by });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (db.JobPauses.AsNoTracking().Any())
        {
            // Two pressed at once; one pause serves both.
        }
    }

    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.JobPauses.ExecuteDeleteAsync(cancellationToken);
    }
}
