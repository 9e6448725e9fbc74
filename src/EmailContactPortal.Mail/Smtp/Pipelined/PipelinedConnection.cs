using EmailContactPortal.Mail.Smtp.Authentication;

namespace EmailContactPortal.Mail.Smtp.Pipelined;

/// <summary>
/// The portal's own client for relays that are far away and very large mailings: where the server can pipeline (RFC 2920), the end of a
/// message and the envelope of the next are one write, so that a message costs one round trip.
/// </summary>
internal sealed class PipelinedConnection : SmtpConnection
{
    private readonly SmtpWire _wire;
    private readonly SmtpTransaction _transaction;
    private ReadOnlyMemory<byte>? _begun;
    private bool _isUsable = true;

    private PipelinedConnection(SmtpWire wire, SmtpEndpoint endpoint, SmtpCapabilities capabilities)
    {
        _wire = wire;
        _transaction = new SmtpTransaction(wire, endpoint, capabilities);
    }

    public override SmtpCapabilities Capabilities => _transaction.Capabilities;

    public override SmtpEncryption? Encryption => _wire.Encryption;

    public override bool IsUsable => _isUsable;

    internal static new async Task<PipelinedConnection> OpenAsync(SmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var (wire, known) = await SmtpDialer.DialAsync(endpoint, cancellationToken);
        try
        {
            var capabilities = known ?? await SmtpDialer.HelloAsync(wire, endpoint, cancellationToken);
            if (endpoint.Credentials is not null)
                await SignIn.RunAsync(
                    (line, token) => AskAsync(wire, line, token), endpoint, capabilities, wire.IsEncrypted, cancellationToken);
            return new PipelinedConnection(wire, endpoint, capabilities);
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    public override async Task<SmtpException?> BeginAsync(SmtpMessage message, CancellationToken cancellationToken)
    {
        if (_begun is not null)
            throw new InvalidOperationException("The message begun must be finished first.");
        if (message.Envelope.CheckAgainst(Capabilities) is { } refusal)
            return refusal;

        var isQueued = Capabilities.Pipelining;
        if (isQueued)
            _transaction.Queue(message.Envelope);
        return await ConverseAsync(message, isQueued, cancellationToken);
    }

    public override async Task<SmtpTurn> FinishAsync(SmtpMessage? next, CancellationToken cancellationToken)
    {
        var content = _begun ?? throw new InvalidOperationException("A message must be begun first.");
        _begun = null;
        var isChunked = _transaction.IsChunked;
        SmtpMessageExchange.Queue(_wire, content.Span, isChunked);
        var end = _wire.Output.Length;
        var nextFailure = next?.Envelope.CheckAgainst(Capabilities);
        var follows = next is not null && nextFailure is null;
        var isQueued = follows && Capabilities.Pipelining;
        if (isQueued)
            _transaction.Queue(next!.Value.Envelope);

        SmtpReply? accepted = null;
        SmtpException? failure = null;
        try
        {
            accepted = await SmtpMessageExchange.ExchangeAsync(_wire, end, isChunked, cancellationToken);
        }
        catch (SmtpException e)
        {
            failure = e;
            _isUsable = e.Reply is not null and not { Code: 421 } && e.Stage != SmtpStage.Body && e.Trouble != SmtpTrouble.Protocol;
            if (isChunked && e.Stage == SmtpStage.Data)
                _transaction.Capabilities = Capabilities with { Chunking = false };
        }

        if (follows)
            nextFailure = IsUsable ? await FollowAsync(next!.Value, isQueued, cancellationToken) : NotBegun();
        else
            _isUsable &= !_wire.HasUnread;
        return new SmtpTurn(accepted, failure, nextFailure);
    }

    public override async Task QuitAsync(CancellationToken cancellationToken)
    {
        if (!IsUsable || _begun is not null)
            return;

        _isUsable = false;
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

    public override ValueTask DisposeAsync()
    {
        _isUsable = false;
        return _wire.DisposeAsync();
    }

    private static async Task<SmtpReply> AskAsync(SmtpWire wire, string line, CancellationToken cancellationToken)
    {
        wire.Output.Write($"{line}\r\n");
        await wire.FlushAsync(SmtpStage.Auth, cancellationToken);
        return await wire.ReadAsync(SmtpStage.Auth, cancellationToken);
    }

    // The message before has its answer already; being broken off here must not hide it.
    private async Task<SmtpException?> FollowAsync(SmtpMessage next, bool isQueued, CancellationToken cancellationToken)
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

    private async Task<SmtpException?> ConverseAsync(SmtpMessage message, bool isQueued, CancellationToken cancellationToken)
    {
        SmtpException? refusal;
        var isSettled = false;
        try
        {
            if (isQueued && _wire.Output.Length > 0)
                await _wire.FlushAsync(SmtpStage.MailFrom, cancellationToken);
            refusal = isQueued
                ? await _transaction.ReadQueuedAsync(message.Envelope, cancellationToken)
                : await _transaction.StepAsync(message.Envelope, cancellationToken);
            // After an answer that fits no question nobody knows which answer belongs to what.
            isSettled = refusal?.Reply?.Code != 421 && refusal?.Trouble != SmtpTrouble.Protocol;
        }
        catch (SmtpException e)
        {
            refusal = e;
        }
        finally
        {
            _isUsable = isSettled;
        }

        _begun = refusal is null ? message.Content : (ReadOnlyMemory<byte>?)null;
        return refusal;
    }

    private static SmtpException NotBegun() =>
        new(SmtpTrouble.Network, SmtpStage.MailFrom, "The connection ended with the message before.");
}
