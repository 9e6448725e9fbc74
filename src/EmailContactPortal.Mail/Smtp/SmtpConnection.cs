using EmailContactPortal.Mail.Smtp.Clients;
using EmailContactPortal.Mail.Smtp.Pipelined;

namespace EmailContactPortal.Mail.Smtp;

/// <summary>
/// A signed-in connection that sends one message after the other. <see cref="BeginAsync"/> brings the envelope up to
/// where the server waits for the message; <see cref="FinishAsync"/> sends it and begins the next.
/// </summary>
/// <remarks>
/// Nothing of a message is on the wire before <see cref="FinishAsync"/> is called: whatever must be durable before the
/// end of the data can leave is to be made so between the two. Not for use by several threads at once.
/// </remarks>
public abstract class SmtpConnection : IAsyncDisposable
{
    /// <summary>What the server can do, less what it was found not to do in truth.</summary>
    public abstract SmtpCapabilities Capabilities { get; }

    /// <summary>What protects it; null when nothing does.</summary>
    public abstract SmtpEncryption? Encryption { get; }

    /// <summary>False when only closing is left to do.</summary>
    public abstract bool IsUsable { get; }

    /// <summary>Connects, encrypts, greets and signs in with the client the endpoint names; throws <see cref="SmtpException"/>.</summary>
    /// <param name="endpoint">The server and how to talk to it.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public static async Task<SmtpConnection> OpenAsync(SmtpEndpoint endpoint, CancellationToken cancellationToken) =>
        endpoint.Client == SmtpClientKind.Pipelined
            ? await PipelinedConnection.OpenAsync(endpoint, cancellationToken)
            : await MailKitConnection.OpenAsync(endpoint, cancellationToken);

    /// <summary>Brings the envelope to the server; returns why it will not take the message, or null when it waits for it.</summary>
    /// <param name="message">What is to be sent.</param>
    /// <param name="cancellationToken">Breaks off, and the connection with it.</param>
    public abstract Task<SmtpException?> BeginAsync(SmtpMessage message, CancellationToken cancellationToken);

    /// <summary>Sends the message begun, and begins the next. Failures are in the result, each message has its own.</summary>
    /// <param name="next">The message to follow; null when there is none.</param>
    /// <param name="cancellationToken">Breaks off; a message whose end may have left is then uncertain.</param>
    public abstract Task<SmtpTurn> FinishAsync(SmtpMessage? next, CancellationToken cancellationToken);

    /// <summary>Says goodbye. A message begun but not sent is dropped by breaking the connection: a lone dot would send it empty.</summary>
    /// <param name="cancellationToken">Ends waiting for the server's goodbye.</param>
    public abstract Task QuitAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Sends one message; <paramref name="beforeEnd"/> runs when the server waits for it and nothing of it has left.</summary>
    /// <param name="message">What is to be sent.</param>
    /// <param name="beforeEnd">What must have happened before; its exception ends the connection.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public async Task<SmtpReply> SendAsync(
        SmtpMessage message, Func<CancellationToken, ValueTask>? beforeEnd, CancellationToken cancellationToken)
    {
        if (await BeginAsync(message, cancellationToken) is { } refusal)
            throw refusal;
        if (beforeEnd is not null)
            await beforeEnd(cancellationToken);

        var turn = await FinishAsync(null, cancellationToken);
        return turn.Accepted ?? throw turn.Failure!;
    }
}
