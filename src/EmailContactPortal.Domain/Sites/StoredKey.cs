namespace EmailContactPortal.Domain.Sites;

/// <summary>Key material that all instances share: data protection keys and the token signing key.</summary>
public sealed class StoredKey
{
    public int Id { get; set; }

    /// <summary>Unique.</summary>
    public required string Name { get; set; }

    public required string Value { get; set; }

    public DateTime CreatedAt { get; set; }
}

/// <summary>Site-wide settings, one row.</summary>
public sealed class Site
{
    public int Id { get; set; } = 1;

    /// <summary>The text logo, and the name recipients see on public pages.</summary>
    public string Name { get; set; } = "Email Contact Portal";
}
