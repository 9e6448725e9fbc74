namespace EmailContactPortal.Domain.Sites;

/// <summary>What is made once for an installation and must never change; one row that the schema brings along.</summary>
public sealed class Installation
{
    /// <summary>The one row.</summary>
    public const int TheId = 1;

    public int Id { get; set; } = TheId;

    /// <summary>The key that signs public tokens, encrypted; null until the first token is made.</summary>
    public string? ProtectedTokenKey { get; set; }

    /// <summary>What this installation's records in a CRM begin with; null until the first is written.</summary>
    public string? CrmPrefix { get; set; }
}
