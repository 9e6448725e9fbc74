using EmailContactPortal.Domain.Content;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Content;

/// <summary>One row of the lists of emails and templates.</summary>
internal sealed record EmailRow(
    int Id, string Name, string Subject, string SenderName, bool IsActive, DateTime UpdatedAt, string Owner, int Campaigns);

/// <summary>The list page.</summary>
internal sealed record EmailPages(EmailKind Kind, ListPage<EmailRow> List);

/// <summary>The lists of emails and of templates.</summary>
internal static class EmailList
{
    public static ListSpec<Email, EmailRow> Emails { get; } = Of("emails", "emails").Says(
        "Emails",
        new(
            "mail",
            "No emails yet",
            "An email is what a campaign sends: subject, sender, HTML and plain text. Write the first one, empty or from a template.",
            ("New email", "/content/emails/new")),
        NothingMatches);

    public static ListSpec<Email, EmailRow> Templates { get; } = Of("templates", "email templates").Without("campaigns").Says(
        "Email templates",
        new(
            "template",
            "No templates yet",
            "New emails can start from a template: its subject, sender and content are their defaults.",
            ("New template", "/content/templates/new")),
        NothingMatches);

    private static ListEmpty NothingMatches =>
        new(
            "search", "Nothing matches", "Search by a part of the name or subject, or leave the state open.",
            ("Clear search and filters", ""));

    private static ListSpec<Email, EmailRow> Of(string key, string what) => new ListSpec<Email, EmailRow>(key, what)
        .Column("name", "Name", ListSort<Email>.Text(e => e.Name))
        .Column("subject", "Subject", ListSort<Email>.Text(e => e.Subject))
        .Column("state", "State")
        .Column("campaigns", "Campaigns", isNumber: true)
        .Column("owner", "Owner", show: r => r.Owner)
        .Column("changed", "Changed", ListSort<Email>.By(e => e.UpdatedAt, ["Kind", "UpdatedAt"]), isNewestFirst: true)
        .Actions()
        .Order("changed", descending: true)
        .Tie(e => e.Id)
        .Search("Search by name or subject", "Search by name or subject", e => e.Name, e => e.Subject)
        .Filter(new("state", "State")
        {
            Every = "Every state",
            Options = () => [new("active", "Active"), new("inactive", "Not active")],
            Where = value => value == "active" ? e => e.IsActive : e => !e.IsActive,
        });
}
