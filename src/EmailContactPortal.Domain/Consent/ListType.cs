namespace EmailContactPortal.Domain.Consent;

/// <summary>An unsubscribe list with its own subscription page; every target group has exactly one.</summary>
public sealed class ListType
{
    /// <summary>Longest name, characters.</summary>
    public const int MaxName = 100;

    public int Id { get; set; }

    public required string Name { get; set; }

    /// <summary>What recipients read about this list, plain words, shown on the subscription page.</summary>
    public string Description { get; set; } = "";

    /// <summary>HTML above the buttons of the subscription page, made in the editor; cleaned on the way out.</summary>
    public string PageHtml { get; set; } = "";

    public DateTime CreatedAt { get; set; }

    public DateTime UpdatedAt { get; set; }

    /// <summary>How many addresses are unsubscribed now; kept, not counted.</summary>
    public int UnsubscribedCount { get; set; }
}
