using System.Collections.Concurrent;
using System.Threading.Channels;
using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Data.TargetGroups;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Audience.Importing;

/// <summary>
/// Carries out imports. A run that was interrupted is simply run again: it clears what it wrote before and begins anew, and a group that
/// was in use changes only in the last transaction, whole.
/// </summary>
public sealed class Imports(
    IDbContextFactory<PortalContext> contexts, CsvImportSource csv, CrmImportSource crm, ImportEnding ending, ILogger<Imports> logger)
{
    private const int BatchesAhead = 3;
    private readonly ConcurrentDictionary<int, bool> running = new();

    /// <summary>Runs one import to its end; does nothing when it has ended or runs already here.</summary>
    /// <param name="importId">The import.</param>
    /// <param name="progress">Told how many bytes or members of how many are handled.</param>
    /// <param name="cancellationToken">Leaves the import as it is; the next run begins it anew.</param>
    public async Task RunAsync(int importId, Action<long, long>? progress, CancellationToken cancellationToken)
    {
        if (!running.TryAdd(importId, true)) return;
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var import = await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == importId, cancellationToken);
            if (import is not { Status: ImportStatus.Waiting or ImportStatus.Running, TargetGroupId: { } groupId }) return;
            var group = await db.TargetGroups.AsNoTracking().SingleAsync(g => g.Id == groupId, cancellationToken);
            await RunAsync(db, import, group, progress ?? ((_, _) => { }), cancellationToken);
        }
        finally
        {
            running.TryRemove(importId, out _);
        }
    }

    private async Task RunAsync(
        PortalContext db, Import import, TargetGroup group, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var words = "";
        try
        {
            var isFirst = group.Status != TargetGroupStatus.Ready;
            await ending.BeginAsync(db, import, group, isFirst, cancellationToken);
            var target = MemberWriter.TargetFor(db, isFirst);
            var reading = new CrmReading();
            var counts = await PumpAsync(db, import, group, target, reading, progress, cancellationToken);
            await ending.SucceedAsync(db, import, group, counts, target, reading, cancellationToken);
            logger.LogInformation(
                "Import {Import} into group {Group} is done: {Rows} rows, {Rejected} rejected.", import.Id, group.Id, counts.Rows,
                counts.Rejected);
            return;
        }
        catch (Exception e) when (e is ImportException or CrmException)
        {
            words = e.Message;
            logger.LogWarning(
                "Import {Import} into group {Group} failed: {Fault}", import.Id, group.Id, (e as CrmException)?.Fault.ToString() ?? "file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            words =
                "The uploaded file could not be read from the portal's disk. Upload it again; if that does not help, an administrator "
                    + "finds the cause in the log.";
            logger.LogError(e, "Import {Import} could not read its file.", import.Id);
        }

        db.ChangeTracker.Clear();
        await ending.FailAsync(db, import, group, words, cancellationToken);
    }

    // Reading and checking go on while the database writes: on two cores that is nearly twice as fast.
    private async Task<ImportCounts> PumpAsync(
        PortalContext db, Import import, TargetGroup group, MemberTarget target, CrmReading about, Action<long, long> progress,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<ImportBatch>(BatchesAhead);
        var total = import.ProgressTotal;
        var reading = Task.Run(
            () => ReadAsync(channel.Writer, import, group, about, announced => Interlocked.Exchange(ref total, announced), stop.Token),
            stop.Token);
        await using var writer = new MemberWriter(db, import.Id, group.Id, target);
        var counts = new ImportCounts();
        try
        {
            await foreach (var batch in channel.Reader.ReadAllAsync(cancellationToken))
            {
                counts.Add(batch);
                var all = Interlocked.Read(ref total);
                await writer.WriteAsync(
                    batch.Rows, batch.Issues, token => ImportEnding.ProgressAsync(db, import.Id, counts, all, token), cancellationToken);

                // The next page may be a slow CRM's: nobody else may wait for it.
                if (import.Source == TargetGroupSource.Crm)
                    await writer.FlushAsync(token => ImportEnding.ProgressAsync(db, import.Id, counts, all, token), cancellationToken);
                progress(batch.Progress, all);
            }

            await writer.FlushAsync(
                token => ImportEnding.ProgressAsync(db, import.Id, counts, Interlocked.Read(ref total), token), cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return counts;
    }

    private async Task ReadAsync(
        ChannelWriter<ImportBatch> writer, Import import, TargetGroup group, CrmReading about, Action<long> announce,
        CancellationToken cancellationToken)
    {
        try
        {
            if (import.Source == TargetGroupSource.Csv)
            {
                foreach (var batch in csv.Read(import)) await writer.WriteAsync(batch, cancellationToken);
            }
            else
            {
                await foreach (var batch in crm.ReadAsync(
                    group, CrmImportSettings.Parse(import.Settings), about, announce, cancellationToken))
                    await writer.WriteAsync(batch, cancellationToken);
            }

            writer.Complete();
        }
        catch (Exception e)
        {
            writer.Complete(e);
        }
    }
}
