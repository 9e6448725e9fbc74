using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.ListTypes;

/// <summary>Makes, changes and deletes list types; used by the screens and by the API.</summary>
public sealed class ListTypeCommands(PortalContext db, TimeProvider time)
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
        if (groups > 0) return Result.No("list-type.used", $"{groups} target {(groups == 1 ? "group uses" : "groups use")} this list type. Give them another one first.");
        if (await db.Unsubscribes.AnyAsync(u => u.ListTypeId == id, cancellationToken) || await db.Campaigns.AnyAsync(c => c.ListTypeId == id, cancellationToken))
        {
            return Result.No("list-type.has-history", "People have unsubscribed from this list type or mail was sent under it; deleting it would forget that. Rename it instead.");
        }

        return await db.ListTypes.Where(l => l.Id == id).ExecuteDeleteAsync(cancellationToken) > 0 ? Result.Ok : Gone;
    }

    private List<Problem> Apply(ListType list, ListTypeForm form)
    {
        var (problems, name) = (new List<Problem>(), Text.OneLine(form.Name));
        if (name.Length is 0 or > ListType.MaxName) problems.Add(new Problem("list-type.name", $"Write a name of at most {ListType.MaxName} characters.", "Name"));
        if (form.Description?.Length > 1000) problems.Add(new Problem("list-type.description", "The description is longer than 1,000 characters.", "Description"));
        if (form.PageHtml?.Length > MaxPage) problems.Add(new Problem("list-type.page", "The subscription page is longer than 200,000 characters. Put pictures on the web instead of into the page.", "PageHtml"));
        (list.Name, list.Description, list.PageHtml, list.UpdatedAt) = (name, form.Description?.Trim() ?? "", form.PageHtml?.Trim() ?? "", Now);
        return problems;
    }

    private static Problem Taken { get; } = new("list-type.name-taken", "Another list type has this name.", "Name");

    private static Result Gone => Result.No("list-type.gone", "This list type is not there any more.");
}
