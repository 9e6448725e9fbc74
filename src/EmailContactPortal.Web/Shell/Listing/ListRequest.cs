using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>
/// What the address of a list page asks for: search words, order and page; further filters are properties of derived classes.
/// </summary>
public class ListRequest
{
    /// <summary>Rows of one page.</summary>
    public const int PageSize = 25;

    /// <summary>In lists longer than this, words are looked for at the beginning of the address only, which an index answers.</summary>
    public const int SearchesEverywhere = 100_000;

    /// <summary>Search words.</summary>
    [FromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>The column's name.</summary>
    [FromQuery(Name = "sort")]
    public string? Sort { get; set; }

    /// <summary>Largest or newest first.</summary>
    [FromQuery(Name = "desc")]
    public bool Descending { get; set; }

    /// <summary>1-based.</summary>
    [FromQuery(Name = "page")]
    public int Page { get; set; } = 1;

    /// <summary>Search words without blanks around them; null when there are none.</summary>
    public string? Words => string.IsNullOrWhiteSpace(Search) ? null : Domain.Text.Bound(Search.Trim(), 200);

    /// <summary>Whether anything narrows the list, so that "nothing" may mean "nothing found".</summary>
    public virtual bool IsNarrowed => Words is not null;
}
