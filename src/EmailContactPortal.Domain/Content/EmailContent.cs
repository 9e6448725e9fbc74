namespace EmailContactPortal.Domain.Content;

/// <summary>What an author writes, as stored and as typed.</summary>
public abstract class EmailContent
{
    public string Name { get; set; } = "";

    public string Subject { get; set; } = "";

    public string SenderName { get; set; } = "";

    public string SenderAddress { get; set; } = "";

    public string? ReplyTo { get; set; }

    public string Html { get; set; } = "";

    /// <summary>Null or empty: made from the HTML.</summary>
    public string? Text { get; set; }

    /// <summary>Only an active email can be sent; only an active template starts new emails.</summary>
    public bool IsActive { get; set; }

    /// <summary>Raised by every save; a save that names an older one is refused, so that two editors do not overwrite each other.</summary>
    public int Version { get; set; } = 1;
}
