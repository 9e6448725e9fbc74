namespace EmailContactPortal.Domain.Sites;

/// <summary>Site-wide settings, one row.</summary>
public sealed class Site
{
    public int Id { get; set; } = 1;

    /// <summary>The text logo, and the name recipients see on public pages.</summary>
    public string Name { get; set; } = "Email Contact Portal";
}
