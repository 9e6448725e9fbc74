namespace EmailContactPortal.Mail.Parsing;

/// <summary>One header field as it stood in the message, unfolded (RFC 5322 2.2.3), encoded words not yet decoded.</summary>
/// <param name="Name">Without the colon, as written.</param>
/// <param name="Value">Trimmed.</param>
public sealed record HeaderField(string Name, string Value);
