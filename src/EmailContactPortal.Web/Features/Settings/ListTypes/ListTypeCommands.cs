using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.ListTypes;

/// <summary>Makes, changes and deletes list types; used by the screens and by the API.</summary>
internal sealed class ListTypeCommands(PortalContext db, TimeProvider time)
{
    /// <summary>Largest subscription page, characters.</summary>
    public const int MaxPage = 200_000;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task<Result<int>> CreateAsync(ListTypeForm form, CancellationToken cancellationToken)
    {
        var list = new ListType { Name = "", CreatedAt = Now };
        var problems = Apply(list, form);
        if (problems.Count > 0) return Result<int>.No(problems);
        db.ListTypes.Add(list);
        var saved = await db.SaveOrRefuseAsync(Taken, cancellationToken);
        return saved.Succeeded ? list.Id : Result<int>.No(saved.Problems);
    }

    public async Task<Result> SaveAsync(ListTypeForm form, CancellationToken cancellationToken)
    {
        if (await db.ListTypes.FirstOrDefaultAsync(l => l.Id == form.Id, cancellationToken) is not { } list) return Gone;
        var problems = Apply(list, form);
        return problems.Count > 0 ? Result.From(problems) : await db.SaveOrRefuseAsync(Taken, cancellationToken);
    }

    /// <summary>Deletes a list type that nothing uses; its unsubscribed addresses would be forgotten, so one that has any stays.</summary>
    public async Task<Result> DeleteAsync(int id, CancellationToken cancellationToken)
    {
        var groups = await db.TargetGroups.CountAsync(g => g.ListTypeId == id, cancellationToken);
        if (groups > 0) return Problem.Conflict(groups == 1 ? "list-type.used.one" : "list-type.used.many", groups);
        if (await db.Unsubscribes.AnyAsync(u => u.ListTypeId == id, cancellationToken)
            || await db.Campaigns.AnyAsync(c => c.ListTypeId == id, cancellationToken))
        {
            return Problem.Conflict("list-type.has-history");
        }

        return await db.ListTypes.Where(l => l.Id == id).ExecuteDeleteAsync(cancellationToken) > 0 ? Result.Ok : Gone;
    }

    private List<Problem> Apply(ListType list, ListTypeForm form)
    {
        var (problems, name) = (new List<Problem>(), Text.OneLine(form.Name));
        if (name.Length is 0 or > ListType.MaxName) problems.Add(Problem.Invalid("list-type.name", ListType.MaxName).At("Name"));
        if (form.Description?.Length > 1000) problems.Add(Problem.Invalid("list-type.description").At("Description"));
        if (form.PageHtml?.Length > MaxPage) problems.Add(Problem.Invalid("list-type.page").At("PageHtml"));
        (list.Name, list.Description, list.PageHtml, list.UpdatedAt) = (name, form.Description?.Trim() ?? "", form.PageHtml?.Trim() ?? "",
            Now);
        return problems;
    }

    private static Problem Taken { get; } = Problem.Conflict("list-type.name-taken").At("Name");

    private static Problem Gone => Problem.Gone("list-type.gone");
}
