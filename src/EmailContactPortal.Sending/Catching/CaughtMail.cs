namespace EmailContactPortal.Sending.Catching;

/// <summary>A caught mail as lists show it.</summary>
/// <param name="Id">Rises with time.</param>
/// <param name="At">UTC when it came in.</param>
/// <param name="To">Envelope recipients, separated by commas.</param>
/// <param name="From">The From field.</param>
/// <param name="Subject">Decoded.</param>
/// <param name="Bytes">Size on the wire.</param>
public sealed record CaughtMail(long Id, DateTime At, string To, string From, string Subject, int Bytes);

/// <summary>A caught mail opened.</summary>
/// <param name="Summary">As in the list.</param>
/// <param name="Headers">Names and decoded values in order.</param>
/// <param name="Html">Null when the mail has none.</param>
/// <param name="Text">Null when the mail has none.</param>
/// <param name="Source">The message as it came.</param>
public sealed record CaughtMailContent(
    CaughtMail Summary, IReadOnlyList<KeyValuePair<string, string>> Headers, string? Html, string? Text, string Source);
