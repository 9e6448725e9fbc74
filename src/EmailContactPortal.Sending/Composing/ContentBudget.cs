namespace EmailContactPortal.Sending.Composing;

/// <summary>
/// What one reading of an email may cost. Depth and numbers are what bounds it; the time is the net below, for what nobody thought of.
/// </summary>
/// <param name="timeout">How long it may take.</param>
/// <param name="cancellationToken">Ends it when nobody waits for it any more.</param>
internal sealed class ContentBudget(TimeSpan timeout, CancellationToken cancellationToken)
{
    /// <summary>While somebody waits for the answer.</summary>
    internal static readonly TimeSpan WhileWriting = TimeSpan.FromSeconds(2);

    /// <summary>For what was confirmed: a busy machine must not make a campaign fail.</summary>
    internal static readonly TimeSpan WhenSending = TimeSpan.FromSeconds(30);

    private readonly long _start = TimeProvider.System.GetTimestamp();

    /// <summary>Asks whether it may go on.</summary>
    /// <param name="line">Says where it is.</param>
    internal void Spend(Func<int?>? line = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TimeProvider.System.GetElapsedTime(_start) > timeout)
            throw new ContentTooCostlyException("Reading this content takes too long. Make it shorter and simpler.", line?.Invoke());
    }
}

/// <summary>Content goes beyond what is read: the message says which bound, the line says where.</summary>
public sealed class ContentTooCostlyException(string message, int? line) : Exception(message)
{
    /// <summary>1-based line, when known.</summary>
    public int? Line { get; } = line;
}
