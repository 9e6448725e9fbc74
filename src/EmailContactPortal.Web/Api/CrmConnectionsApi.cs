using System.Text.Json;
using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Api.Calls;
using EmailContactPortal.Web.Features.Settings.CrmConnections;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Api;

/// <summary>Calls about CRMs.</summary>
internal static class CrmConnectionsApi
{
    public static void MapCrmConnections(this RouteGroupBuilder api)
    {
        var connections = api.MapGroup("/crm-connections").WithTags("CRM");
        connections.MapGet("", List).Needs(ApiScopes.Read).WithSummary("All connections").Produces<ConnectionAnswer[]>();
        connections.MapPost("", Create).Needs(ApiScopes.Admin).WithSummary("Makes a connection; the secret is never given back")
            .Produces<MadeId>(201).ProducesProblem(400).ProducesProblem(409);
        connections.MapGet("/{id:int}/campaigns", Campaigns).Needs(ApiScopes.Read).WithSummary("Active campaigns, newest first")
            .Produces<CampaignChoice[]>().ProducesProblem(404).ProducesProblem(502);
        connections.MapGet("/{id:int}/fields", Fields).Needs(ApiScopes.Read).WithSummary("Contact fields that can be brought along")
            .Produces<FieldChoice[]>().ProducesProblem(404).ProducesProblem(502);
        connections.MapPost("/{id:int}/check", Check).Needs(ApiScopes.Admin).WithSummary("Asks the CRM what it offers to this account")
            .ProducesProblem(404);
    }

    private static async Task<IResult> List(PortalContext db, CancellationToken cancellationToken) => Results.Ok(
        await db.CrmConnections.AsNoTracking().OrderBy(c => c.Id)
            .Select(c => new ConnectionAnswer(c.Id, c.Name, c.Kind, c.Url, c.CheckSucceeded, c.CheckedAt)).ToListAsync(cancellationToken));

    private static async Task<IResult> Create(ConnectionBody body, CrmConnectionCommands commands, CancellationToken cancellationToken)
    {
        var form = new CrmConnectionForm
        {
            Name = body.Name,
            Kind = body.Kind,
            Url = body.Url,
            UserName = body.UserName,
            Secret = body.Secret,
            Options = OptionsOf(body.Options),
        };
        var made = await commands.CreateAsync(form, cancellationToken);
        return made.Succeeded ? Results.Created($"/settings/crm-connections/{made.Value}", new MadeId(made.Value)) : ApiProblems.Of(made);
    }

    private static Task<IResult> Campaigns(int id, PortalContext db, CrmGateway gateway, CancellationToken cancellationToken) =>
        OfferAsync(id, db, gateway, offer => offer.Campaigns, cancellationToken);

    private static Task<IResult> Fields(int id, PortalContext db, CrmGateway gateway, CancellationToken cancellationToken) =>
        OfferAsync(id, db, gateway, offer => offer.Fields, cancellationToken);

    private static async Task<IResult> OfferAsync(
        int id, PortalContext db, CrmGateway gateway, Func<CrmOffer, object> part, CancellationToken cancellationToken)
    {
        if (!await db.CrmConnections.AnyAsync(c => c.Id == id, cancellationToken)) return ApiProblems.Of(Problem.NotFound("crm.not-found"));
        var offer = await gateway.OfferAsync(id, cancellationToken);
        return offer.Trouble is { } trouble ? ApiProblems.Of(StatusCodes.Status502BadGateway, trouble) : Results.Ok(part(offer));
    }

    // Given as an object, or as text that holds one.
    private static string? OptionsOf(JsonElement? options) => options switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } json => json.GetRawText(),
    };

    private static async Task<IResult> Check(int id, PortalContext db, CrmGateway gateway, CancellationToken cancellationToken)
    {
        if (!await db.CrmConnections.AnyAsync(c => c.Id == id, cancellationToken)) return ApiProblems.Of(Problem.NotFound("crm.not-found"));
        var check = await gateway.CheckAsync(id, cancellationToken);
        if (check.Probe is not { } probe) return Results.Ok(new { ok = false, reason = check.Problem });
        return Results.Ok(new
        {
            ok = true,
            capabilities = new
            {
                probe.Product,
                probe.Account,
                probe.Membership,
                probe.MemberTypes,
                probe.PageSize,
                probe.TotalsKnown,
                probe.DeltaByModifiedTime,
                probe.EventSink,
                probe.EventsIdempotent,
                probe.WriteBatch,
                probe.UnsubscribeScope,
                probe.ParallelCalls,
            },
            warnings = probe.Warnings,
            campaigns = probe.Campaigns,
            members = probe.Members,
        });
    }
}
