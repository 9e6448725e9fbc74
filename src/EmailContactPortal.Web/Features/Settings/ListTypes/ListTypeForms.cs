using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Settings.ListTypes;

/// <summary>A row of the list.</summary>
public sealed record ListTypeRow(int Id, string Name, bool HasPage, int TargetGroups, int Unsubscribed, DateTime UpdatedAt);

/// <summary>The list of list types.</summary>
public sealed record ListTypeList(ListRequest Request, PageOf<ListTypeRow> Rows);

/// <summary>A list type with its subscription page.</summary>
public sealed class ListTypeForm
{
    public int Id { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? PageHtml { get; set; }

    public int TargetGroups { get; set; }

    public int Unsubscribed { get; set; }
}

/// <summary>A row of the unsubscribed addresses.</summary>
public sealed record UnsubscribedRow(long Id, string Email, DateTime At, ConsentSource Source, string? Reason, string? Campaign)
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
public sealed record UnsubscribedPage(int ListTypeId, string ListType, int All, ListRequest Request, PageOf<UnsubscribedRow> Rows);

/// <summary>Addresses to take off a list, typed or as a file.</summary>
public sealed class UnsubscribeForm
{
    public string? Emails { get; set; }

    public string? Reason { get; set; }

    public IFormFile? File { get; set; }
}
