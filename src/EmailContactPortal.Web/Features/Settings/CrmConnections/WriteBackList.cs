using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Settings.CrmConnections;

/// <summary>A row of the outbox.</summary>
internal sealed record WriteBackRow(
    long Id,
    CrmActivityKind Kind,
    string Contact,
    string Email,
    int CampaignId,
    string Campaign,
    DateTime At,
    WriteBackStatus Status,
    int Attempts,
    DateTime? NextAttemptAt,
    DateTime? WrittenAt,
    string? Problem);

/// <summary>A connection whose CRM is waited for.</summary>
internal sealed record WaitingConnection(int Id, string Name, string Problem, DateTime? ResumesAt);

/// <summary>The outbox page.</summary>
internal sealed record WriteBackPage(
    int? CampaignId, WriteBackTotals Totals, IReadOnlyList<WaitingConnection> Waiting, ListPage<WriteBackRow> List);

/// <summary>
/// The outbox. Without a state it shows what waits and what failed, and words are looked for in the delivery's address: both are the
/// query's.
/// </summary>
internal static class WriteBackList
{
    public static ListSpec<WriteBackEntry, WriteBackRow> Spec { get; } = new ListSpec<WriteBackEntry, WriteBackRow>("write-back", "entries")
        .Column("contact", "Contact")
        .Column("what", "What")
        .Column("campaign", "Campaign")
        .Column("when", "When")
        .Column("state", "State")
        .Search("Search by address", "Search by address")
        .Filter(new("state", "State")
        {
            Every = "Waiting and failed",
            Options = () => [new("Pending", "Waiting"), new("Failed", "Failed"), new("Written", "Written")],
        })
        .Filter(new("campaign", "Campaign"))
        .Partial()
        .Says(
            "Entries",
            new(
                "circle-check", "Everything is written back",
                "When somebody of a CRM group is mailed, reads, clicks or unsubscribes, it passes through here."),
            new("circle-check", "Nothing matches", "Choose another state, or search by a shorter part of the address."));
}
