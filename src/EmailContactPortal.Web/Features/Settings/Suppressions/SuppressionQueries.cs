using EmailContactPortal.Data;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.Suppressions;

/// <summary>One address that gets nothing.</summary>
public sealed record SuppressionRow(long Id, string Email, SuppressionReason Reason, string? Detail, DateTime At, string? Campaign)
{
    public string ReasonWords => Reason switch
    {
        SuppressionReason.HardBounce => "No such mailbox",
        SuppressionReason.SoftBounces => $"Bounced {Suppression.SoftLimit} times in a row",
        _ => "Reported as unwanted",
    };
}

/// <summary>A page of them.</summary>
public sealed record SuppressionPage(ListRequest Request, PageOf<SuppressionRow> Rows);

/// <summary>Reads suppressed addresses.</summary>
public sealed class SuppressionQueries(PortalContext db)
{
    public async Task<SuppressionPage> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        request.OrderByDefault("at", descending: true);
        var rows = db.Suppressions.AsNoTracking();
        if (request.Words?.ToLowerInvariant() is { } words) rows = rows.Where(s => s.EmailKey.Contains(words));
        rows = (request.Sort, request.Descending) switch
        {
            ("email", false) => rows.OrderBy(s => s.EmailKey),
            ("email", true) => rows.OrderByDescending(s => s.EmailKey),
            (_, false) => rows.OrderBy(s => s.At).ThenBy(s => s.Id),
            _ => rows.OrderByDescending(s => s.At).ThenByDescending(s => s.Id),
        };
        var shown = rows.Select(s => new SuppressionRow(s.Id, s.Email, s.Reason, s.Detail, s.At, db.Campaigns.Where(c => c.Id == s.CampaignId).Select(c => c.Name).FirstOrDefault()));
        return new SuppressionPage(request, await shown.ToPageAsync(request, cancellationToken));
    }
}
