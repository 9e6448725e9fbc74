namespace EmailContactPortal.Mail.Smtp;

/// <summary>
/// A signed-in connection that sends one message after the other. <see cref="BeginAsync"/> brings the envelope up to
/// where the server waits for the message; <see cref="FinishAsync"/> sends it and, in the same write where the server
/// can pipeline (RFC 2920), begins the next, so that a message costs one round trip.
/// </summary>
/// <remarks>
/// Nothing of a message is on the wire before <see cref="FinishAsync"/> is called: whatever must be durable before the
/// end of the data can leave is to be made so between the two. Not for use by several threads at once.
/// </remarks>
public sealed class SmtpConnection : IAsyncDisposable
{
    private readonly SmtpWire _wire;
    private readonly SmtpTransaction _transaction;
    private bool _isBegun;

    internal SmtpConnection(SmtpWire wire, SmtpEndpoint endpoint, SmtpCapabilities capabilities)
    {
        _wire = wire;
        _transaction = new SmtpTransaction(wire, endpoint, capabilities);
    }

    /// <summary>What the server can do, less what it was found not to do in truth.</summary>
    public SmtpCapabilities Capabilities => _transaction.Capabilities;

    public bool IsEncrypted => _wire.IsEncrypted;

    /// <summary>False when only closing is left to do.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>How many messages the server took on this connection.</summary>
    public int MessagesAccepted { get; private set; }

    /// <summary>Connects, encrypts, greets and signs in.</summary>
    public static Task<SmtpConnection> OpenAsync(SmtpEndpoint endpoint, CancellationToken cancellationToken) =>
        SmtpDialer.OpenAsync(endpoint, cancellationToken);

    /// <summary>Brings the envelope to the server; returns why it will not take the message, or null when it waits for it.</summary>
    public async Task<SmtpException?> BeginAsync(SmtpEnvelope envelope, CancellationToken cancellationToken)
    {
        if (_isBegun)
            throw new InvalidOperationException("The message begun must be finished first.");
        if (envelope.CheckAgainst(Capabilities) is { } refusal)
            return refusal;

        var isQueued = Capabilities.Pipelining;
        if (isQueued)
            _transaction.Queue(envelope);
        return await ConverseAsync(envelope, isQueued, cancellationToken);
    }

    /// <summary>Sends the message begun, and begins the next. Failures are in the result, each message has its own.</summary>
    public async Task<SmtpTurn> FinishAsync(ReadOnlyMemory<byte> message, SmtpEnvelope? next, CancellationToken cancellationToken)
    {
        if (!_isBegun)
            throw new InvalidOperationException("A message must be begun first.");

        _isBegun = false;
        var isChunked = _transaction.IsChunked;
        SmtpMessageExchange.Queue(_wire, message.Span, isChunked);
        var end = _wire.Output.Length;
        var nextFailure = next?.CheckAgainst(Capabilities);
        var follows = next is not null && nextFailure is null;
        var isQueued = follows && Capabilities.Pipelining;
        if (isQueued)
            _transaction.Queue(next!);

        SmtpReply? accepted = null;
        SmtpException? failure = null;
        try
        {
            accepted = await SmtpMessageExchange.ExchangeAsync(_wire, end, isChunked, cancellationToken);
            MessagesAccepted++;
        }
        catch (SmtpException e)
        {
            failure = e;
            IsUsable = e.Reply is not null and not { Code: 421 } && e.Stage != SmtpStage.Body && e.Trouble != SmtpTrouble.Protocol;
            if (isChunked && e.Stage == SmtpStage.Data)
                _transaction.Capabilities = Capabilities with { Chunking = false };
        }

        if (follows)
            nextFailure = IsUsable ? await FollowAsync(next!, isQueued, cancellationToken) : NotBegun();
        else
            IsUsable &= !_wire.HasUnread;
        return new SmtpTurn(accepted, failure, nextFailure);
    }

    /// <summary>Sends one message; <paramref name="beforeEnd"/> runs when the server waits for it and nothing of it has left.</summary>
    public async Task<SmtpReply> SendAsync(
        SmtpEnvelope envelope,
        ReadOnlyMemory<byte> message,
        Func<CancellationToken, ValueTask>? beforeEnd,
        CancellationToken cancellationToken)
    {
        if (await BeginAsync(envelope, cancellationToken) is { } refusal)
            throw refusal;
        if (beforeEnd is not null)
            await beforeEnd(cancellationToken);

        var turn = await FinishAsync(message, null, cancellationToken);
        return turn.Accepted ?? throw turn.Failure!;
    }

    /// <summary>Says goodbye. A message begun but not sent is dropped by breaking the connection: a lone dot would send it empty.</summary>
    public async Task QuitAsync(CancellationToken cancellationToken)
    {
        if (!IsUsable || _isBegun)
            return;

        IsUsable = false;
        try
        {
            _wire.Output.Write("QUIT\r\n"u8);
            await _wire.FlushAsync(SmtpStage.Quit, cancellationToken);
            await _wire.ReadAsync(SmtpStage.Quit, cancellationToken);
        }
        catch (SmtpException)
        {
            // Everything that counts is settled; a server that hangs up early is only impolite.
        }
    }

    public ValueTask DisposeAsync()
    {
        IsUsable = false;
        return _wire.DisposeAsync();
    }

    // The message before has its answer already; being broken off here must not hide it.
    private async Task<SmtpException?> FollowAsync(SmtpEnvelope next, bool isQueued, CancellationToken cancellationToken)
    {
        try
        {
            return await ConverseAsync(next, isQueued, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            return new SmtpException(SmtpTrouble.Network, SmtpStage.MailFrom, "Sending was broken off.", inner: e);
        }
    }

    private async Task<SmtpException?> ConverseAsync(SmtpEnvelope envelope, bool isQueued, CancellationToken cancellationToken)
    {
        SmtpException? refusal;
        var isSettled = false;
        try
        {
            if (isQueued && _wire.Output.Length > 0)
                await _wire.FlushAsync(SmtpStage.MailFrom, cancellationToken);
            refusal = isQueued
                ? await _transaction.ReadQueuedAsync(envelope, cancellationToken)
                : await _transaction.StepAsync(envelope, cancellationToken);
            // After an answer that fits no question nobody knows which answer belongs to what.
            isSettled = refusal?.Reply?.Code != 421 && refusal?.Trouble != SmtpTrouble.Protocol;
        }
        catch (SmtpException e)
        {
            refusal = e;
        }
        finally
        {
            IsUsable = isSettled;
        }

        _isBegun = refusal is null;
        return refusal;
    }

    private static SmtpException NotBegun() =>
        new(SmtpTrouble.Network, SmtpStage.MailFrom, "The connection ended with the message before.");
}
