using System.ComponentModel.DataAnnotations;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Settings.RecipientDomains;

/// <summary>One limit of the list.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Slow">Set while its domains asked for less.</param>
/// <param name="PerSecond">What they are held to then.</param>
internal sealed record DomainLimitRow(DomainLimit Limit, Slowdown? Slow, double PerSecond);

/// <summary>A domain without a limit of its own that asked for less.</summary>
internal sealed record SlowDomainRow(Slowdown Slow, double PerSecond);

/// <summary>The list page.</summary>
internal sealed record DomainLimitPage(ListPage<DomainLimitRow> Limits, IReadOnlyList<SlowDomainRow> Slow, bool AnyDeliversItself);

/// <summary>A limit as an administrator changes it.</summary>
internal sealed class DomainLimitForm
{
    /// <summary>0 for a new one.</summary>
    public int Id { get; set; }

    [Required(ErrorMessage = "Write a name.")]
    [StringLength(DomainLimit.MaxName, ErrorMessage = "The name is longer than 100 characters.")]
    public string Name { get; set; } = "";

    /// <summary>As written; not asked for where it stands for all others.</summary>
    public string? Domains { get; set; }

    /// <summary>Shown only: the limit of every domain that no other names.</summary>
    public bool IsForOthers { get; set; }

    [Range(0, 1000, ErrorMessage = "0 (no limit) to 1000.")]
    public int MaxConnections { get; set; }

    [Range(0, 100000, ErrorMessage = "0 (no limit) or more.")]
    public double MaxPerSecond { get; set; }

    [Range(0, 1000000, ErrorMessage = "0 (no limit) or more.")]
    public int MaxPerMinute { get; set; }

    public bool HoldsForRelays { get; set; } = true;
}
