using System.Text.Json;
using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Audience.Csv;
using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Importing;

/// <summary>A marketer's wish for a CRM import.</summary>
public sealed record CrmImportRequest(
    string Name, int ListTypeId, int ConnectionId, string CampaignId, IReadOnlyList<string> Fields, bool IsDynamic = false);

/// <summary>Starts imports: checks the wish, writes the rows that the import job finds.</summary>
public sealed class ImportCommands(PortalContext db, Uploads uploads, CsvImportSource csv, CrmGateway gateway, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Takes a CSV file in and recognises its columns; nothing is imported yet.</summary>
    /// <returns>The draft import's id.</returns>
    public async Task<Result<int>> UploadAsync(Stream content, string fileName, int userId, CancellationToken cancellationToken)
    {
        await DiscardForgottenAsync(cancellationToken);
        var saved = await uploads.SaveAsync(content, cancellationToken);
        if (!saved.Succeeded) return Result<int>.No(saved.Problems);
        var settings = csv.Columns(saved.Value.StoredFile, saved.Value.Format);
        if (!settings.Succeeded)
        {
            uploads.Delete(saved.Value.StoredFile);
            return Result<int>.No(settings.Problems);
        }

        var import = new Import
        {
            Source = TargetGroupSource.Csv,
            Status = ImportStatus.Draft,
            StartedById = userId,
            FileName = Text.Bound(Text.OneLine(Path.GetFileName(fileName)), 260),
            StoredFile = saved.Value.StoredFile,
            Settings = settings.Value.ToJson(),
            ProgressTotal = saved.Value.Length,
            CreatedAt = Now,
        };
        db.Imports.Add(import);
        await db.SaveChangesAsync(cancellationToken);
        return import.Id;
    }

    /// <summary>Takes a CSV file in and imports it as recognised, into a new group.</summary>
    /// <returns>The group's id.</returns>
    public async Task<Result<int>> ImportCsvAsync(
        Stream content, string fileName, string name, int listTypeId, int userId, CancellationToken cancellationToken)
    {
        var problems = await CheckGroupAsync(name, listTypeId, cancellationToken);
        if (problems.Count > 0) return Result<int>.No(problems);
        var upload = await UploadAsync(content, fileName, userId, cancellationToken);
        if (!upload.Succeeded) return upload;
        var started = await StartCsvAsync(upload.Value, name, listTypeId, null, null, userId, cancellationToken);
        if (!started.Succeeded) await DiscardAsync(upload.Value, cancellationToken);
        return started;
    }

    /// <summary>Confirms a draft import.</summary>
    /// <param name="importId">The draft.</param>
    /// <param name="name">Name of the new group; not used when <paramref name="groupId"/> is given.</param>
    /// <param name="listTypeId">List type of the new group.</param>
    /// <param name="groupId">A group that exists.</param>
    /// <param name="settings">Columns as corrected by the marketer, or null for those recognised.</param>
    /// <param name="userId">Who confirms.</param>
    /// <param name="cancellationToken">Before anything is written.</param>
    public async Task<Result<int>> StartCsvAsync(
        int importId, string name, int listTypeId, int? groupId, CsvSettings? settings, int userId, CancellationToken cancellationToken)
    {
        var import = await db.Imports.SingleOrDefaultAsync(i => i.Id == importId, cancellationToken);
        if (import is not { Status: ImportStatus.Draft }) return Problem.Gone("import.gone");
        settings ??= CsvSettings.Parse(import.Settings);
        var columns = CsvImportSource.CheckColumns(settings);
        var problems = columns.Problems.Concat(groupId is null ? await CheckGroupAsync(name, listTypeId, cancellationToken) : []).ToList();
        if (problems.Count > 0) return Result<int>.No(problems);

        var group = groupId is { } id
            ? await db.TargetGroups.SingleOrDefaultAsync(
                g => g.Id == id && g.Source == TargetGroupSource.Csv && g.Status != TargetGroupStatus.Importing, cancellationToken)
            : NewGroup(name, listTypeId, userId, TargetGroupSource.Csv, MemberFields.ToJson(ColumnGuesser.Fields(settings.Columns)));
        if (group is null) return Problem.Invalid("import.group").At("groupId");
        import.Settings = settings.ToJson();
        import.Status = ImportStatus.Waiting;
        return await SaveAsync(group, import, cancellationToken);
    }

    /// <summary>Imports a CRM campaign as a new group.</summary>
    public async Task<Result<int>> ImportCrmAsync(CrmImportRequest request, int userId, CancellationToken cancellationToken)
    {
        var problems = await CheckGroupAsync(request.Name, request.ListTypeId, cancellationToken);
        if (problems.Count > 0) return Result<int>.No(problems);
        try
        {
            var adapter = await gateway.OpenAsync(request.ConnectionId, cancellationToken);
            var campaign = (await adapter.ActiveCampaignsAsync(cancellationToken)).FirstOrDefault(c => c.Id == request.CampaignId);
            if (campaign is null) return Problem.Invalid("crm.campaign").At("campaignId");
            var labels = (await adapter.FieldsAsync(cancellationToken)).ToDictionary(f => f.Name, f => f.Label);
            var unknown = request.Fields.FirstOrDefault(f => !labels.ContainsKey(f));
            if (unknown is not null) return Problem.Invalid("crm.field", unknown).At("fields");

            var fields = request.Fields.Distinct().Select(f => new MemberField(CrmImportSource.KeyOf(f), labels[f])).ToList();
            var group = NewGroup(request.Name, request.ListTypeId, userId, TargetGroupSource.Crm, MemberFields.ToJson(fields));
            (group.CrmConnectionId, group.CrmCampaignId, group.CrmCampaignName) = (request.ConnectionId, campaign.Id,
                Text.Bound(campaign.Name, 300));
            group.CrmFields = JsonSerializer.Serialize(request.Fields.Distinct());
            group.SyncMode = request.IsDynamic ? SyncMode.Dynamic : SyncMode.Static;
            return await SaveAsync(group, NewCrmImport(userId), cancellationToken);
        }
        catch (CrmException e)
        {
            return Problem.Told("crm." + e.Fault.ToString().ToLowerInvariant(), e.Message).At("connectionId");
        }
    }

    /// <summary>Asks that a connected group be brought in step with its CRM campaign now.</summary>
    public async Task<Result<int>> SynchronizeAsync(int groupId, int userId, CancellationToken cancellationToken)
    {
        var group = await db.TargetGroups.SingleOrDefaultAsync(g => g.Id == groupId, cancellationToken);
        if (group is null) return Problem.Gone("group.gone.sync");
        if (group.CrmConnectionId is null) return Problem.Invalid("group.not-connected.sync");
        var running = await db.Imports.AnyAsync(
            i => i.TargetGroupId == groupId && (i.Status == ImportStatus.Waiting || i.Status == ImportStatus.Running), cancellationToken);
        if (running) return groupId;
        group.SyncStatus = SyncStatus.InProgress;
        return await SaveAsync(group, NewCrmImport(userId), cancellationToken);
    }

    /// <summary>Forgets an upload that was not confirmed.</summary>
    public async Task DiscardAsync(int importId, CancellationToken cancellationToken)
    {
        var import = await db.Imports.IgnoreQueryFilters()
            .SingleOrDefaultAsync(i => i.Id == importId && i.Status == ImportStatus.Draft, cancellationToken);
        if (import is null) return;
        if (import.StoredFile is { } file) uploads.Delete(file);
        db.Imports.Remove(import);
        await db.SaveChangesAsync(cancellationToken);
    }

    // Uploads that nobody confirmed within a day would fill the disk with people's addresses.
    private async Task DiscardForgottenAsync(CancellationToken cancellationToken)
    {
        var before = Now.AddDays(-1);
        var forgotten = await db.Imports.IgnoreQueryFilters().Where(i => i.Status == ImportStatus.Draft && i.CreatedAt < before)
            .Select(i => i.Id).Take(100).ToListAsync(cancellationToken);
        foreach (var id in forgotten) await DiscardAsync(id, cancellationToken);
    }

    /// <summary>Why a group of that name and list type cannot be made.</summary>
    public async Task<IReadOnlyList<Problem>> CheckGroupAsync(string name, int listTypeId, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var trimmed = Text.OneLine(name);
        if (trimmed.Length == 0) problems.Add(Problem.Invalid("group.name.missing").At("name"));
        else if (trimmed.Length > TargetGroup.MaxName)
            problems.Add(Problem.Invalid("group.name-long", trimmed.Length, TargetGroup.MaxName).At("name"));
        else if (await db.TargetGroups.AnyAsync(g => g.Name == trimmed, cancellationToken))
            problems.Add(Problem.Conflict("group.name-taken.import", trimmed).At("name"));
        if (!await db.ListTypes.AnyAsync(l => l.Id == listTypeId, cancellationToken))
            problems.Add(Problem.Invalid("group.list-type").At("listTypeId"));
        return problems;
    }

    private TargetGroup NewGroup(string name, int listTypeId, int userId, TargetGroupSource source, string fields) => new()
    {
        Name = Text.OneLine(name),
        ListTypeId = listTypeId,
        OwnerId = userId,
        Source = source,
        Status = TargetGroupStatus.Importing,
        Fields = fields,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    private Import NewCrmImport(int userId) =>
        new() { Source = TargetGroupSource.Crm, Status = ImportStatus.Waiting, StartedById = userId, CreatedAt = Now };

    private Task<Result<int>> SaveAsync(TargetGroup group, Import import, CancellationToken cancellationToken) =>
        Transactions.InTransactionAsync<Result<int>>(
            db,
            async token =>
            {
                if (group.Id == 0) db.TargetGroups.Add(group);
                // Two people may have chosen the same name in the same moment.
                var saved = await db.SaveOrRefuseAsync(Problem.Conflict("group.name-taken.import", group.Name).At("name"), token);
                if (!saved.Succeeded) return Result<int>.No(saved.Problems);
                import.TargetGroupId = group.Id;
                if (import.Id == 0) db.Imports.Add(import);
                await db.SaveChangesAsync(token);
                return group.Id;
            },
            cancellationToken);
}
