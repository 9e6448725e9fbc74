namespace EmailContactPortal.Domain.Content;

/// <summary>Emails and templates share one editor and one table.</summary>
public enum EmailKind
{
    Email = 1,
    Template = 2,
}

/// <summary>What is mailed: subject, sender, HTML and plain text, with Handlebars merge fields in each.</summary>
public sealed class Email : EmailContent
{
    /// <summary>Longest name, characters.</summary>
    public const int MaxName = 200;

    /// <summary>Longest subject before merge fields are filled, characters.</summary>
    public const int MaxSubject = 500;

    /// <summary>Longest HTML or text, characters; larger mails are not sensible to send.</summary>
    public const int MaxBody = 2_000_000;

    public int Id { get; set; }

    public EmailKind Kind { get; set; } = EmailKind.Email;

    public int OwnerId { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime UpdatedAt { get; set; }
}
