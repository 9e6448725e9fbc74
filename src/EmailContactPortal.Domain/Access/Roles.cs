namespace EmailContactPortal.Domain.Access;

/// <summary>The roles of people in the portal.</summary>
public static class Roles
{
    /// <summary>Runs the portal: users, list types, connections, mail servers, jobs; may do everything a marketer may.</summary>
    public const string Admin = "Admin";

    /// <summary>Imports, writes, sends, reads reports.</summary>
    public const string Marketer = "Marketer";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Admin, Marketer];
}

/// <summary>What an API key may do.</summary>
public static class ApiScopes
{
    public const string Read = "read";
    public const string Write = "write";
    public const string Send = "send";
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Write, Send, Admin];

    /// <summary>What a key may do: what it was given, and never more than its owner may do now.</summary>
    /// <param name="given">Space-separated scopes of the key.</param>
    /// <param name="roles">Roles that the owner has at this moment.</param>
    public static IEnumerable<string> Of(string given, IReadOnlyCollection<string> roles) =>
        given.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(s => s == Admin ? roles.Contains(Roles.Admin) : roles.Contains(Roles.Admin) || roles.Contains(Roles.Marketer));
}

/// <summary>A key for the REST API; only its hash is kept.</summary>
public sealed class ApiKey
{
    public int Id { get; set; }

    public required string Name { get; set; }

    /// <summary>First characters, to recognise it in lists.</summary>
    public required string Prefix { get; set; }

    /// <summary>SHA-256 of the key, 32 bytes.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>Space-separated <see cref="ApiScopes"/>.</summary>
    public required string Scopes { get; set; }

    /// <summary>The user in whose name it acts.</summary>
    public int UserId { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime? LastUsedAt { get; set; }

    public DateTime? RevokedAt { get; set; }
}
