using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Content;

namespace EmailContactPortal.Sending.Composing;

/// <summary>An email as written, merge fields unfilled.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="SenderName">The name shown as sender.</param>
/// <param name="SenderAddress">The sender's address.</param>
/// <param name="ReplyTo">Where answers go; null for the sender.</param>
/// <param name="Html">The HTML.</param>
/// <param name="Text">The plain text; null or empty to make it from the HTML.</param>
public sealed record EmailSource(string Subject, string SenderName, string SenderAddress, string? ReplyTo, string Html, string? Text)
{
    /// <summary>An email or template as it is stored.</summary>
    public static EmailSource Of(Email email) =>
        new(email.Subject, email.SenderName, email.SenderAddress, email.ReplyTo, email.Html, email.Text);

    /// <summary>The content a campaign was confirmed with.</summary>
    public static EmailSource Of(CampaignContent content) =>
        new(content.Subject, content.SenderName, content.SenderAddress, content.ReplyTo, content.Html, content.Text);
}
