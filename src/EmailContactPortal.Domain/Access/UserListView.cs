namespace EmailContactPortal.Domain.Access;

/// <summary>How a person likes to see a list.</summary>
public sealed class UserListView
{
    /// <summary>Characters of <see cref="Columns"/>.</summary>
    public const int MaxColumns = 2000;

    /// <summary>Characters of <see cref="List"/> and <see cref="Sort"/>.</summary>
    public const int MaxKey = 50;

    public int UserId { get; set; }

    /// <summary>The key of the list's specification.</summary>
    public string List { get; set; } = "";

    /// <summary>Keys of the columns that are shown, with blanks between; null for those the portal shows to everybody.</summary>
    public string? Columns { get; set; }

    /// <summary>The column that orders; null for the list's own order.</summary>
    public string? Sort { get; set; }

    public bool IsDescending { get; set; }
}
