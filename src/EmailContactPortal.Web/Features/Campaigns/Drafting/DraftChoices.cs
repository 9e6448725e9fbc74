using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Campaigns.Drafting;

/// <summary>Something to choose on a draft.</summary>
internal sealed record Choice(int Id, string Label);

/// <summary>
/// Finds target groups and emails to choose from, never more than a person reads: the newest, or those with the words, and always the one
/// that is chosen.
/// </summary>
internal sealed class DraftChoices(PortalContext db)
{
    /// <summary>Choices of one answer, beside the chosen one.</summary>
    public const int Most = 50;

    public async Task<IReadOnlyList<Choice>> GroupsAsync(string? words, int? chosen, CancellationToken cancellationToken)
    {
        var groups = db.TargetGroups.AsNoTracking().Where(g => g.Status == TargetGroupStatus.Ready);
        if (Words(words) is { } wanted) groups = TextSearch.Found(groups, wanted, g => g.Name);
        var found = await groups.OrderByDescending(g => g.UpdatedAt).ThenByDescending(g => g.Id).Take(Most)
            .Select(g => new { g.Id, g.Name, g.MemberCount }).ToListAsync(cancellationToken);
        if (chosen is { } id && found.All(g => g.Id != id))
            found.AddRange(await db.TargetGroups.AsNoTracking().Where(g => g.Id == id).Select(g => new { g.Id, g.Name, g.MemberCount })
                .ToListAsync(cancellationToken));
        return [.. found.Select(g => new Choice(g.Id, string.Create(CultureInfo.InvariantCulture, $"{g.Name} ({g.MemberCount:N0})")))];
    }

    public async Task<IReadOnlyList<Choice>> EmailsAsync(string? words, int? chosen, CancellationToken cancellationToken)
    {
        var emails = db.Emails.AsNoTracking().Where(e => e.Kind == EmailKind.Email && e.IsActive);
        if (Words(words) is { } wanted) emails = TextSearch.Found(emails, wanted, e => e.Name);
        var found = await emails.OrderByDescending(e => e.UpdatedAt).ThenByDescending(e => e.Id).Take(Most)
            .Select(e => new Choice(e.Id, e.Name)).ToListAsync(cancellationToken);
        if (chosen is { } id && found.All(e => e.Id != id))
            found.AddRange(await db.Emails.AsNoTracking().Where(e => e.Id == id).Select(e => new Choice(e.Id, e.Name))
                .ToListAsync(cancellationToken));
        return found;
    }

    private static string? Words(string? typed) => new ListRequest { Search = typed }.Words;
}
