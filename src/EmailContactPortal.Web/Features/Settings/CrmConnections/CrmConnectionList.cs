using System.Globalization;
using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Settings.CrmConnections;

/// <summary>One connection in the list.</summary>
internal sealed record CrmConnectionRow(
    int Id, string Name, string Kind, CrmCheck? Check, DateTime? CheckedAt, int TargetGroups, int Pending, string? WriteBackProblem);

/// <summary>The list of connections: a handful, all on one page.</summary>
internal static class CrmConnectionList
{
    public static ListSpec<CrmConnectionRow, CrmConnectionRow> Spec { get; } = new ListSpec<CrmConnectionRow, CrmConnectionRow>(
        "crm-connections", "connections")
        .Column("name", "Name")
        .Column("type", "Type", show: r => r.Kind)
        .Column("state", "State")
        .Column(
            "campaigns", "Active campaigns", isNumber: true,
            show: r => r.Check?.Probe?.Campaigns.ToString("N0", CultureInfo.InvariantCulture) ?? "–")
        .Column("groups", "Target groups", isNumber: true, show: r => r.TargetGroups.ToString(CultureInfo.InvariantCulture))
        .Column("write-back", "Write-back")
        .Column("checked", "Checked")
        .Actions()
        .Says(
            "CRM connections",
            new(
                "plug",
                "No CRM is connected",
                "A connection lets marketers import campaigns, and writes back what their contacts read and click.",
                ("New connection", "/settings/crm-connections/new")));
}
