namespace EmailContactPortal.Mail.Reading;

/// <summary>How much of a message from outside is looked at. What lies beyond is left out; the rest is read as if it were all.</summary>
public sealed record ReadingBounds
{
    /// <summary>For mail that people look at.</summary>
    public static ReadingBounds Whole { get; } = new();

    /// <summary>For returned mail, which anybody can send: what it says stands at its beginning.</summary>
    public static ReadingBounds Returned { get; } = new() { MaxBytes = 2 * 1024 * 1024, MaxFields = 2000, MaxParts = 100 };

    public int MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Bytes of all header sections together, those of the parts included.</summary>
    public int MaxHeaderBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes of one header field with its continuation lines: putting them together costs the square of their number.</summary>
    public int MaxFieldBytes { get; init; } = 16 * 1024;

    public int MaxFields { get; init; } = 5000;

    public int MaxParts { get; init; } = 500;

    /// <summary>How deep multiparts and enclosed messages are opened; what is deeper stays one part.</summary>
    public int MaxDepth { get; init; } = 20;
}
