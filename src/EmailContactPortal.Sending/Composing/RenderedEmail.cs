namespace EmailContactPortal.Sending.Composing;

/// <summary>An email as one person gets it.</summary>
public sealed record RenderedEmail(string Subject, string SenderName, string Html, string Text);
