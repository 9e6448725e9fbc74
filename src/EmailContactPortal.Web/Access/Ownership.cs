using EmailContactPortal.Data;
using EmailContactPortal.Data.Access;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Wording;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Access;

/// <summary>One line of what happened to a thing.</summary>
internal sealed record ChangeLine(string Who, string What, DateTime At);

/// <summary>A thing, whose it is, and whether the asker may change it.</summary>
internal sealed record OwnedThing(OwnedKind Kind, int Id, string Owner, bool MayChange)
{
    private static readonly object Key = new();

    /// <summary>The thing that the page of this request is about.</summary>
    public static OwnedThing? Of(HttpContext context) => context.Items[Key] as OwnedThing;

    internal void KeepIn(HttpContext context) => context.Items[Key] = this;
}

/// <summary>Decides who may see and change what; <c>null</c> means that for the asker it is not there.</summary>
internal sealed class Ownership(PortalContext db, Viewer viewer)
{
    private const int MostChanges = 20;

    /// <summary>The thing as the asker may see it.</summary>
    public async Task<OwnedThing?> FindAsync(OwnedKind kind, int id, CancellationToken cancellationToken) =>
        await db.FindOwnerAsync(kind, id, cancellationToken) is { } owned
            ? new OwnedThing(kind, id, owned.Owner, !viewer.IsLimited || owned.OwnerId == viewer.UserId)
            : null;

    /// <summary>Why a thing may not be changed; null when it may, or is not there.</summary>
    public async Task<Problem?> ProblemOfChangingAsync(OwnedKind kind, int id, CancellationToken cancellationToken) =>
        await FindAsync(kind, id, cancellationToken) is { MayChange: false } thing ? NotYours(kind, thing.Owner) : null;

    internal static Problem NotThere(OwnedKind kind) => kind switch
    {
        OwnedKind.Campaign => Problem.NotFound("campaign.not-found"),
        OwnedKind.Email => Problem.NotFound("email.not-found"),
        OwnedKind.TargetGroup => Problem.NotFound("group.not-found"),
        _ => Problem.NotFound("import.not-found"),
    };

    internal static Problem NotYours(OwnedKind kind, string owner)
    {
        var wording = kind switch
        {
            OwnedKind.Campaign => "access.not-yours.campaign",
            OwnedKind.Email => "access.not-yours.email",
            OwnedKind.TargetGroup => "access.not-yours.group",
            _ => "access.not-yours.file",
        };
        return Problem.Forbidden(wording, owner.Length > 0 ? owner : Words.Of("somebody else"));
    }

    /// <summary>The newest changes, each with who.</summary>
    public async Task<IReadOnlyList<ChangeLine>> ChangesAsync(OwnedThing thing, CancellationToken cancellationToken) =>
        await db.Changes.AsNoTracking().Where(c => c.Kind == thing.Kind && c.ThingId == thing.Id).OrderByDescending(c => c.Id)
            .Take(MostChanges)
            .Select(c => new ChangeLine(
                db.Users.Where(u => u.Id == c.UserId).Select(u => u.FullName).FirstOrDefault() ?? "Somebody who is gone", c.What, c.At))
            .ToListAsync(cancellationToken);
}
