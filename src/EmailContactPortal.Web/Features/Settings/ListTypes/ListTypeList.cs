using System.Globalization;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Settings.ListTypes;

/// <summary>A row of the list of list types.</summary>
internal sealed record ListTypeRow(int Id, string Name, bool HasPage, int TargetGroups, int Unsubscribed, DateTime UpdatedAt);

/// <summary>A row of the unsubscribed addresses.</summary>
internal sealed record UnsubscribedRow(long Id, string Email, DateTime At, ConsentSource Source, string? Reason, string? Campaign)
{
    /// <summary>Where it came from, for people.</summary>
    public static string Words(ConsentSource source) => source switch
    {
        ConsentSource.Page => "Subscription page",
        ConsentSource.OneClick => "Button of the mail program",
        ConsentSource.Mail => "Mail to the unsubscribe address",
        ConsentSource.Person => "Added here",
        ConsentSource.Import => "Imported list",
        ConsentSource.Crm => "CRM",
        ConsentSource.Api => "API",
        _ => source.ToString(),
    };
}

/// <summary>The unsubscribed addresses of one list type.</summary>
internal sealed record UnsubscribedPage(int ListTypeId, string ListType, int All, ListPage<UnsubscribedRow> List);

/// <summary>The lists of list types and of who is unsubscribed from one.</summary>
internal static class ListTypeList
{
    public static ListSpec<ListType, ListTypeRow> Spec { get; } = new ListSpec<ListType, ListTypeRow>("list-types", "list types")
        .Column("name", "Name", ListSort<ListType>.Text(l => l.Name))
        .Column("page", "Subscription page")
        .Column("groups", "Target groups", isNumber: true, show: r => N(r.TargetGroups))
        .Column("unsubscribed", "Unsubscribed", ListSort<ListType>.By(l => l.UnsubscribedCount), isNumber: true, isNewestFirst: true)
        .Column("changed", "Last change", ListSort<ListType>.By(l => l.UpdatedAt), isNewestFirst: true)
        .Order("name")
        .Tie(l => l.Id)
        .Says(
            "List types",
            new(
                "list-check",
                "No list types yet",
                "Recipients unsubscribe from a list type, not from everything. Make one for each kind of mail, for example a newsletter.",
                ("New list type", "/settings/list-types/new")));

    public static ListSpec<Unsubscribe, UnsubscribedRow> Unsubscribed { get; } = new ListSpec<Unsubscribe, UnsubscribedRow>(
        "unsubscribed", "addresses")
        .Column("email", "Address", ListSort<Unsubscribe>.By(u => u.EmailKey, ["ListTypeId", "EmailKey"]))
        .Column("at", "When", ListSort<Unsubscribe>.By(u => u.At, ["ListTypeId", "At"]), isNewestFirst: true)
        .Column("how", "How")
        .Actions()
        .Order("at", descending: true)
        .Tie(u => u.Id)
        .Search("Search addresses", "Search by a part of the address")
        .SearchKey(u => u.EmailKey)
        .Says(
            "Unsubscribed addresses",
            new(
                "mail-check", "Nobody has unsubscribed",
                "Whoever presses the button of the subscription page, or of the mail program, is listed here."),
            new(
                "mail-check", "No such address here",
                "The address is not unsubscribed from this list type. Search by a shorter part of it."));

    internal static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
