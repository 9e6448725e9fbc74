using System.Text.Json;

namespace EmailContactPortal.Audience.Importing;

/// <summary>How a CRM import was asked for and how it went, kept in its row.</summary>
public sealed record CrmImportSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether the clock asked, not a person; then a group is not emptied or halved without somebody looking.</summary>
    public bool ByClock { get; init; }

    /// <summary>Whether only what changed is asked for, where the CRM can tell; afterwards, whether it was so.</summary>
    public bool ChangesOnly { get; init; }

    public static CrmImportSettings Parse(string json) => JsonSerializer.Deserialize<CrmImportSettings>(json, Json) ?? new();

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>What a walk found out about itself.</summary>
internal sealed class CrmReading
{
    /// <summary>Whether everybody was read, so that who did not come has left.</summary>
    public bool IsWhole { get; set; } = true;

    /// <summary>Where to go on the next time; null when the CRM cannot tell.</summary>
    public string? Cursor { get; set; }

    /// <summary>What people should know although it went well.</summary>
    public string? Notice { get; set; }

    /// <summary>Contacts that share an address with another one of the walk.</summary>
    public List<(string EmailKey, string ContactId)> Sharing { get; } = [];
}
