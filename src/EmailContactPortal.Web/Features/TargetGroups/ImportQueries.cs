using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Audience.Csv;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Access;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>Reads what the import pages show.</summary>
internal sealed class ImportQueries(PortalContext db, CsvImportSource csv, Uploads uploads, CrmGateway gateway, Viewer viewer)
{
    /// <summary>The second step of a CSV import with its preview; null when the upload is gone.</summary>
    public async Task<(CsvImportForm? Form, CsvSettings? Settings, Result Problem)> PreviewAsync(
        int id, CsvImportForm? typed, CancellationToken cancellationToken)
    {
        if (await db.Imports.AsNoTracking()
            .FirstOrDefaultAsync(
                i => i.Id == id && i.Status == ImportStatus.Draft, cancellationToken) is not { StoredFile: { } file } import
                    || !uploads.Exists(file)) return (null, null, Result.Ok);
        var form = typed ?? new CsvImportForm { Name = Path.GetFileNameWithoutExtension(import.FileName ?? "") };
        (form.Id, form.FileName, form.Length) = (id, import.FileName ?? "", import.ProgressTotal);
        var settings = CsvSettings.Parse(import.Settings);
        if (form.Encoding is { } encoding
            && (encoding != settings.Format.Encoding || (form.Delimiter is [var d] && d != settings.Format.Delimiter)))
        {
            var format = await uploads.FormatAsync(file, encoding, form.Delimiter is [var wanted] ? wanted : null, cancellationToken);
            var columns = format.Succeeded ? csv.Columns(file, format.Value) : Result<CsvSettings>.No(format.Problems);
            if (columns.Succeeded) (settings, form.Targets) = (columns.Value, []);
        }

        if (form.Targets.Count == settings.Columns.Count)
            settings = settings with { Columns = [.. settings.Columns.Zip(form.Targets, (c, t) => c with { Target = t ?? "" })] };
        var preview = csv.Preview(file, settings, cancellationToken);
        if (preview.Succeeded) form.Preview = preview.Value;
        form.ListTypes = await ListTypesAsync(cancellationToken);
        form.Groups = await db.TargetGroups.AsNoTracking()
            .Where(g => g.Source == TargetGroupSource.Csv && g.Status == TargetGroupStatus.Ready
                && (!viewer.IsLimited || g.OwnerId == viewer.UserId)).OrderBy(g => g.Name)
            .Select(g => new Choice(g.Id, g.Name)).Take(500).ToListAsync(cancellationToken);
        return (form, settings, preview);
    }

    /// <summary>The form of a CRM import with what the chosen CRM offers.</summary>
    public async Task<CrmImportForm> CrmAsync(CrmImportForm form, CancellationToken cancellationToken)
    {
        form.ListTypes = await ListTypesAsync(cancellationToken);

        // One that does not work must not be the one that opens.
        form.Connections = await db.CrmConnections.AsNoTracking().OrderByDescending(c => c.CheckedAt == null || c.CheckSucceeded)
            .ThenBy(c => c.Name)
            .Select(c => new ConnectionChoice(
                c.Id, c.CheckedAt == null || c.CheckSucceeded ? c.Name : Words.Of("{0} (does not work)", c.Name),
                c.CheckedAt == null || c.CheckSucceeded)).ToListAsync(cancellationToken);
        if (form.Connections.Count == 0) return form;
        if (form.Connections.All(c => c.Id != form.ConnectionId)) form.ConnectionId = form.Connections[0].Id;
        form.Offer = await gateway.OfferAsync(form.ConnectionId, cancellationToken);
        return form;
    }

    /// <summary>How far the newest import of a group is; null when there is none.</summary>
    public Task<ImportProgress?> ProgressAsync(int groupId, CancellationToken cancellationToken) =>
        db.Imports.AsNoTracking().Where(i => i.TargetGroupId == groupId).OrderByDescending(i => i.Id)
            .Select(i => new ImportProgress(i.Status, i.ProgressDone, i.ProgressTotal, i.Rows, i.Rejected, i.StartedAt))
                .FirstOrDefaultAsync(cancellationToken);

    /// <summary>A page of the rows an import left out; null when there is no such import.</summary>
    public async Task<IssuesPage?> IssuesAsync(int groupId, int importId, ListRequest request, CancellationToken cancellationToken)
    {
        var import = await db.Imports.AsNoTracking()
            .FirstOrDefaultAsync(i => i.Id == importId && i.TargetGroupId == groupId, cancellationToken);
        if (import is null) return null;
        var name = await db.TargetGroups.Where(g => g.Id == groupId).Select(g => g.Name).SingleAsync(cancellationToken);
        return new IssuesPage(groupId, name, import, await All(importId).ToPageAsync(request, cancellationToken));
    }

    /// <summary>All rows an import left out, as they come from the database.</summary>
    public IAsyncEnumerable<ImportIssue> AllIssues(int groupId, int importId) =>
        All(importId).Where(_ => db.Imports.Any(i => i.Id == importId && i.TargetGroupId == groupId)).AsAsyncEnumerable();

    // Whom a list type's consent covers is for a person to say: none is chosen beforehand, and the one used last is offered first.
    private async Task<IReadOnlyList<Choice>> ListTypesAsync(CancellationToken cancellationToken)
    {
        var last = await db.TargetGroups.OrderByDescending(g => g.Id).Select(g => g.ListTypeId).FirstOrDefaultAsync(cancellationToken);
        return await db.ListTypes.AsNoTracking().OrderByDescending(l => l.Id == last).ThenBy(l => l.Name)
            .Select(l => new Choice(l.Id, l.Id == last ? Words.Of("{0} (used last)", l.Name) : l.Name)).ToListAsync(cancellationToken);
    }

    private IQueryable<ImportIssue> All(int importId) =>
        db.ImportIssues.AsNoTracking().Where(i => i.ImportId == importId).OrderBy(i => i.Line).ThenBy(i => i.Id);
}
