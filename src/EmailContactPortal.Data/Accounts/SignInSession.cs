namespace EmailContactPortal.Data.Accounts;

/// <summary>A sign-in of one browser. The cookie only names it: when the row is gone, every copy of the cookie is worth nothing.</summary>
public sealed class SignInSession
{
    public Guid Id { get; set; }

    public int UserId { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>UTC of the last use, written now and then.</summary>
    public DateTime SeenAt { get; set; }

    public DateTime ExpiresAt { get; set; }
}
