using System.Security.Claims;
using EmailContactPortal.Audience;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Api.Calls;
using EmailContactPortal.Web.Shell;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Api;

/// <summary>Calls about target groups and the imports that fill them.</summary>
internal static class TargetGroupsApi
{
    // The other parts of the form.
    private const long Rest = 1024 * 1024;

    public static void MapTargetGroups(this RouteGroupBuilder api)
    {
        var groups = api.MapGroup("/target-groups").WithTags("Target groups").About(OwnedKind.TargetGroup);
        groups.MapGet("", List).Needs(ApiScopes.Read).WithSummary("Target groups by id, page by page")
            .Produces<PageAnswer<TargetGroupAnswer>>();
        groups.MapGet("/{id:int}", Find).Needs(ApiScopes.Read).WithSummary("One group and how its newest import went")
            .Produces<TargetGroupAnswer>().ProducesProblem(404);
        groups.MapGet("/{id:int}/import-errors", Errors).Needs(ApiScopes.Read).WithSummary("The rows that its newest import left out")
            .Produces<ImportErrorAnswer[]>().ProducesProblem(404);
        groups.MapPost("/import-csv", ImportCsv).Needs(ApiScopes.Write)
            .WithSummary("A new group from a CSV file; multipart with file, name, listTypeId").Accepts<IFormFile>("multipart/form-data")
                .Produces<MadeId>(202).ProducesProblem(400);
        groups.MapPost("/import-crm", ImportCrm).Needs(ApiScopes.Write).WithSummary("A new group from an active CRM campaign")
            .Produces<MadeId>(202).ProducesProblem(400);
        groups.MapPost("/{id:int}/synchronize", Synchronize).Needs(ApiScopes.Write)
            .WithSummary("Brings a connected group in step with its CRM campaign").Produces(202).ProducesProblem(400);
    }

    private static async Task<IResult> List(PortalContext db, int? after, int? size, CancellationToken cancellationToken)
    {
        var take = PageSizes.Of(size);
        var from = after ?? 0;
        var items = await Answers(
            db, db.TargetGroups.AsNoTracking().Where(g => g.Id > from).OrderBy(g => g.Id).Take(take + 1)).ToListAsync(cancellationToken);
        return Results.Ok(new PageAnswer<TargetGroupAnswer>(
            [.. items.Take(take)], items.Count > take ? PageSizes.Next(items[take - 1].Id) : null));
    }

    private static async Task<IResult> Find(int id, PortalContext db, CancellationToken cancellationToken) =>
        await FindAsync(db, id, cancellationToken) is { } group
            ? Results.Ok(group)
            : ApiProblems.Of(Ownership.NotThere(OwnedKind.TargetGroup));

    private static async Task<IResult> Errors(int id, PortalContext db, CancellationToken cancellationToken)
    {
        if (!await db.TargetGroups.AnyAsync(g => g.Id == id, cancellationToken))
            return ApiProblems.Of(Ownership.NotThere(OwnedKind.TargetGroup));
        var import = await db.Imports.Where(i => i.TargetGroupId == id).MaxAsync(i => (int?)i.Id, cancellationToken);
        return Results.Ok(db.ImportIssues.AsNoTracking().Where(e => e.ImportId == import).OrderBy(e => e.Line)
            .Select(e => new ImportErrorAnswer(e.Line, e.Column, e.Value, e.Reason)).AsAsyncEnumerable());
    }

    private static async Task<IResult> ImportCsv(
        HttpContext http, ClaimsPrincipal user, ImportCommands commands, Nudge nudge, IOptions<AudienceOptions> limits,
        CancellationToken cancellationToken)
    {
        if (!http.Request.HasFormContentType) return ApiProblems.Of(StatusCodes.Status415UnsupportedMediaType, Words.Of("api.no-form"));
        var limit = limits.Value.MaxUploadBytes + Rest;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body) body.MaxRequestBodySize = limit;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions { MultipartBodyLengthLimit = limit }));
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (form.Files.GetFile("file") is not { } file) return ApiProblems.Of(Problem.Invalid("csv.missing").At("file"));
        _ = int.TryParse(form["listTypeId"], System.Globalization.CultureInfo.InvariantCulture, out var listType);
        await using var content = file.OpenReadStream();
        var made = await commands.ImportCsvAsync(content, file.FileName, form["name"].ToString(), listType, user.Id(), cancellationToken);
        return Started(made, nudge);
    }

    private static async Task<IResult> ImportCrm(
        CrmImportBody body, ClaimsPrincipal user, ImportCommands commands, Nudge nudge, CancellationToken cancellationToken)
    {
        var wish = new CrmImportRequest(
            body.Name ?? "", body.ListTypeId, body.ConnectionId, body.CampaignId ?? "", body.Fields ?? [], body.Dynamic);
        return Started(await commands.ImportCrmAsync(wish, user.Id(), cancellationToken), nudge);
    }

    private static async Task<IResult> Synchronize(
        int id, ClaimsPrincipal user, ImportCommands commands, Nudge nudge, CancellationToken cancellationToken) =>
        Started(await commands.SynchronizeAsync(id, user.Id(), cancellationToken), nudge);

    private static IResult Started(Result<int> group, Nudge nudge)
    {
        if (!group.Succeeded) return ApiProblems.Of(group);
        nudge.Now();
        return Results.Accepted($"/api/v1/target-groups/{group.Value}", new MadeId(group.Value));
    }

    private static Task<TargetGroupAnswer?> FindAsync(PortalContext db, int id, CancellationToken cancellationToken) =>
        Answers(db, db.TargetGroups.AsNoTracking().Where(g => g.Id == id)).SingleOrDefaultAsync(cancellationToken);

    // One query however many there are.
    private static IQueryable<TargetGroupAnswer> Answers(PortalContext db, IQueryable<TargetGroup> groups) =>
        groups.Select(g => new TargetGroupAnswer(
        g.Id, g.Name, g.Status.ToString(), g.MemberCount, g.ListTypeId, g.Source.ToString(),
        db.Imports.Where(i => i.TargetGroupId == g.Id).OrderByDescending(i => i.Id)
            .Select(i => new ImportAnswer(
                i.Status.ToString(), i.Rows, i.Imported, i.Updated, i.Duplicates, i.Rejected, i.Skipped, i.Problem)).FirstOrDefault()));
}
