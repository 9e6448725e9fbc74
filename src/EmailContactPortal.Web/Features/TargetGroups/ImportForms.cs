using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>The first step of a CSV import.</summary>
internal sealed class UploadForm
{
    public IFormFile? File { get; set; }

    public int? GroupId { get; set; }

    public long MaxBytes { get; set; }
}

/// <summary>The second step of a CSV import: what was recognised, corrected by the marketer.</summary>
internal sealed class CsvImportForm
{
    public int Id { get; set; }

    public string? Name { get; set; }

    public int ListTypeId { get; set; }

    /// <summary>A group that exists; null for a new one.</summary>
    public int? GroupId { get; set; }

    public string? Encoding { get; set; }

    public string? Delimiter { get; set; }

    /// <summary>What each column becomes, in their order.</summary>
    public List<string?> Targets { get; set; } = [];

    /// <summary><c>look</c> to see the preview again, anything else imports.</summary>
    public string? Do { get; set; }

    public string FileName { get; set; } = "";

    public long Length { get; set; }

    public CsvPreview? Preview { get; set; }

    public IReadOnlyList<Choice> ListTypes { get; set; } = [];

    public IReadOnlyList<Choice> Groups { get; set; } = [];
}

/// <summary>A connection to choose.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, with a word when its last check failed.</param>
/// <param name="Works">Whether its last check went well, or there was none.</param>
internal sealed record ConnectionChoice(int Id, string Name, bool Works);

/// <summary>An import from the CRM.</summary>
internal sealed class CrmImportForm
{
    public string? Name { get; set; }

    public int ListTypeId { get; set; }

    public int ConnectionId { get; set; }

    public string? CampaignId { get; set; }

    public List<string> Fields { get; set; } = [];

    public bool IsDynamic { get; set; }

    public IReadOnlyList<Choice> ListTypes { get; set; } = [];

    public IReadOnlyList<ConnectionChoice> Connections { get; set; } = [];

    /// <summary>What the chosen CRM offers.</summary>
    public CrmOffer Offer { get; set; } = new([], [], null);
}

/// <summary>The rows that an import left out.</summary>
internal sealed record IssuesPage(int GroupId, string GroupName, Import Import, PageOf<ImportIssue> Rows);
