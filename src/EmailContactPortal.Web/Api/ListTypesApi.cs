using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Api.Calls;
using EmailContactPortal.Web.Features.Settings.ListTypes;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Api;

/// <summary>Calls about list types.</summary>
internal static class ListTypesApi
{
    public static void MapListTypes(this RouteGroupBuilder api)
    {
        var types = api.MapGroup("/list-types").WithTags("List types");
        types.MapGet("", List).Needs(ApiScopes.Read).WithSummary("All list types").Produces<ListTypeAnswer[]>();
        types.MapPost("", Create).Needs(ApiScopes.Admin).WithSummary("Makes a list type").Produces<ListTypeAnswer>(201).ProducesProblem(400)
            .ProducesProblem(409);
    }

    private static async Task<IResult> Create(ListTypeBody body, ListTypeCommands commands, CancellationToken cancellationToken)
    {
        var made = await commands.CreateAsync(new ListTypeForm { Name = body.Name, Description = body.Description }, cancellationToken);
        return made.Succeeded
            ? Results.Created(
                $"/settings/list-types/{made.Value}",
                new ListTypeAnswer(made.Value, Text.OneLine(body.Name), body.Description?.Trim() ?? "", 0))
            : ApiProblems.Of(made);
    }

    private static async Task<IResult> List(PortalContext db, CancellationToken cancellationToken) => Results.Ok(
        await db.ListTypes.AsNoTracking().OrderBy(l => l.Name)
            .Select(l => new ListTypeAnswer(l.Id, l.Name, l.Description, l.UnsubscribedCount)).ToListAsync(cancellationToken));
}
