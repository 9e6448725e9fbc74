using System.ComponentModel.DataAnnotations;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Settings.SendingDomains;

/// <summary>One row of the list.</summary>
internal sealed record SendingDomainRow(int Id, string Name, int ActiveKeys, int Keys, bool AllFound, DateTime? CheckedAt);

/// <summary>The list and the form beside it.</summary>
internal sealed record SendingDomainList(ListPage<SendingDomainRow> Rows, SendingDomainForm Form);

/// <summary>A domain to be added.</summary>
internal sealed class SendingDomainForm
{
    [Required(ErrorMessage = "Write the domain, for example example.com.")]
    [StringLength(253, ErrorMessage = "The domain is longer than 253 characters.")]
    public string Name { get; set; } = "";
}

/// <summary>One domain with all that is to be published about it.</summary>
internal sealed record SendingDomainPage(SendingDomain Domain, IReadOnlyList<SigningKeyView> Keys, DnsRecord Spf, DnsRecord Dmarc);

/// <summary>One key without its secret.</summary>
/// <param name="Id">The key.</param>
/// <param name="Selector">Its selector.</param>
/// <param name="Algorithm">What it signs with.</param>
/// <param name="Record">What is to be published.</param>
/// <param name="IsActive">Whether it signs.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="RetiredAt">UTC when it stopped signing.</param>
/// <param name="State">What DNS said last.</param>
/// <param name="Note">What that means.</param>
/// <param name="IsReadable">False when the portal lost the key that protects it.</param>
/// <param name="Replaces">The active key that it takes over from when it is switched to.</param>
internal sealed record SigningKeyView(
    int Id,
    string Selector,
    SigningAlgorithm Algorithm,
    DnsRecord Record,
    bool IsActive,
    DateTime CreatedAt,
    DateTime? RetiredAt,
    RecordState State,
    string? Note,
    bool IsReadable,
    string? Replaces)
{
    public string AlgorithmWord => Algorithm == SigningAlgorithm.Rsa ? Words.Of("RSA, 2048 bits") : "Ed25519";
}
