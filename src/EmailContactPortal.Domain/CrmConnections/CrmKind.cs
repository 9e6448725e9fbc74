namespace EmailContactPortal.Domain.CrmConnections;

/// <summary>
/// A kind of CRM that the portal can talk to, and what it wants to know; the connection's form and its checks are made from this.
/// </summary>
/// <param name="Name">Stored in connections: <c>demo</c>, <c>vtiger</c>, <c>oro</c>, <c>rest</c>.</param>
/// <param name="Label">What people call it.</param>
public record CrmKind(string Name, string Label)
{
    /// <summary>One sentence for somebody who chooses a kind.</summary>
    public string About { get; init; } = "";

    /// <summary>Null when this kind has no address.</summary>
    public CrmBaseField? Address { get; init; }

    /// <summary>Null when this kind knows no user.</summary>
    public CrmBaseField? UserName { get; init; }

    /// <summary>Null when this kind needs no secret.</summary>
    public CrmBaseField? Secret { get; init; }

    /// <summary>What it wants to know besides.</summary>
    public IReadOnlyList<CrmOption> Options { get; init; } = [];

    /// <summary>Filled-in options to start from.</summary>
    public IReadOnlyList<CrmStart> Starts { get; init; } = [];
}
