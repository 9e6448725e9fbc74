using System.Globalization;
using EmailContactPortal.Sending.Catching;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.MailCatcher;

/// <summary>The list of caught mail, newest first; the catcher itself looks for words.</summary>
internal static class CaughtList
{
    public static ListSpec<CaughtMail, CaughtMail> Spec { get; } = new ListSpec<CaughtMail, CaughtMail>("caught-mail", "mails")
        .Column("subject", "Subject")
        .Column("to", "To", show: m => m.To)
        .Column("from", "From", show: m => m.From)
        .Column("size", "Size", isNumber: true, show: m => string.Create(CultureInfo.InvariantCulture, $"{m.Bytes / 1024.0:0.0} kB"))
        .Column("at", "Came in")
        .Search("Search caught mail", "Search by recipient or subject")
        .Says(
            "Caught mail, newest first",
            new(
                "mailbox",
                "No mail caught yet",
                "Send a campaign or a test mail. With the mail catcher as mail server nothing leaves this machine; it appears here.",
                ("Campaigns", "/campaigns")),
            new(
                "search", "No caught mail matches “{0}”", "Search by a part of the recipient's address, the sender or the subject.",
                ("Clear the search", "")));
}
