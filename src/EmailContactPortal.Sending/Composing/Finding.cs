namespace EmailContactPortal.Sending.Composing;

/// <summary>How much a finding matters.</summary>
public enum FindingLevel
{
    /// <summary>Cannot be sent like this.</summary>
    Error = 1,

    /// <summary>Can be sent, but most likely should not.</summary>
    Warning = 2,

    /// <summary>Worth knowing.</summary>
    Note = 3,
}

/// <summary>Something the portal noticed about an email.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Code">Stable word for programs: <c>template.unknown-field</c>.</param>
/// <param name="Message">What it is and what to do, in plain words.</param>
/// <param name="Field">The input: <c>subject</c>, <c>senderName</c>, <c>senderAddress</c>, <c>replyTo</c>, <c>html</c> or
/// <c>text</c>.</param>
/// <param name="Line">1-based line inside that input.</param>
public sealed record Finding(FindingLevel Level, string Code, string Message, string Field, int? Line = null);
