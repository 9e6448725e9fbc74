using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Api.Calls;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Api;

/// <summary>Calls about who is unsubscribed.</summary>
internal static class UnsubscribesApi
{
    public static void MapUnsubscribes(this RouteGroupBuilder api) =>
        api.MapGroup("/unsubscribes").WithTags("Consent").MapGet("", List).Needs(ApiScopes.Read)
            .WithSummary("All unsubscribed addresses, of one list type or of all, oldest first").Produces<UnsubscribeAnswer[]>();

    // Streamed: however long the list is, it is never in memory as a whole.
    private static IAsyncEnumerable<UnsubscribeAnswer> List(PortalContext db, int? listTypeId) =>
        db.Streamed(db.Unsubscribes.AsNoTracking().Where(u => listTypeId == null || u.ListTypeId == listTypeId).OrderBy(u => u.Id)
            .Select(u => new UnsubscribeAnswer(u.Email, u.ListTypeId, u.At, u.Source.ToString(), u.Reason)));
}
