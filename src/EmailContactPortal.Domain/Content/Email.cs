namespace EmailContactPortal.Domain.Content;

/// <summary>Emails and templates share one editor and one table.</summary>
public enum EmailKind
{
    Email = 1,
    Template = 2,
}

/// <summary>What is mailed: subject, sender, HTML and plain text, with Handlebars merge fields in each.</summary>
public sealed class Email
{
    /// <summary>Longest name, characters.</summary>
    public const int MaxName = 200;

    /// <summary>Longest subject before merge fields are filled, characters.</summary>
    public const int MaxSubject = 500;

    /// <summary>Longest HTML or text, characters; larger mails are not sensible to send.</summary>
    public const int MaxBody = 2_000_000;

    public int Id { get; set; }

    public EmailKind Kind { get; set; } = EmailKind.Email;

    public required string Name { get; set; }

    public string Subject { get; set; } = "";

    public string SenderName { get; set; } = "";

    public string SenderAddress { get; set; } = "";

    public string? ReplyTo { get; set; }

    public string Html { get; set; } = "";

    /// <summary>Null or empty: made from the HTML.</summary>
    public string? Text { get; set; }

    /// <summary>Only an active email can be sent; only an active template starts new emails.</summary>
    public bool IsActive { get; set; }

    public int OwnerId { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime UpdatedAt { get; set; }

    /// <summary>Raised by every save; a save that names an older one is refused, so that two editors do not overwrite each other.</summary>
    public int Version { get; set; } = 1;
}
