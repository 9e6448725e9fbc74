using EmailContactPortal.Mail.Smtp.Authentication;
using MailKit.Net.Smtp;
using MailKit.Security;
using Kit = MailKit.Net.Smtp;

namespace EmailContactPortal.Mail.Smtp.Clients;

/// <summary>
/// MailKit's client as a connection. MailKit sends a message in one call: that call is begun, waits inside the body until the message may
/// leave, and is finished. So of every failure it is known whether the message was surely not taken, was answered, or is uncertain.
/// </summary>
internal sealed class MailKitConnection : SmtpConnection
{
    private readonly SmtpEndpoint _endpoint;
    private SmtpWire _wire = null!;
    private WireStream _stream = null!;
    private MailKitClient _client = null!;
    private ReadyMessage _message = null!;
    private CancellationTokenSource _break = new();
    private Task<(SmtpReply? Accepted, SmtpException? Failure)>? _sending;
    private SmtpCapabilities _capabilities = SmtpCapabilities.None;
    private bool _speaksUtf8;
    private bool _isUsable;

    private MailKitConnection(SmtpEndpoint endpoint) => _endpoint = endpoint;

    public override SmtpCapabilities Capabilities => _capabilities;

    public override SmtpEncryption? Encryption => _wire.Encryption;

    public override bool IsUsable => _isUsable;

    internal static new async Task<MailKitConnection> OpenAsync(SmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var connection = new MailKitConnection(endpoint);
        await connection.ConnectAsync(cancellationToken);
        return connection;
    }

    public override async Task<SmtpException?> BeginAsync(SmtpMessage message, CancellationToken cancellationToken)
    {
        if (_sending is not null)
            throw new InvalidOperationException("The message begun must be finished first.");
        if (message.Envelope.CheckAgainst(Capabilities) is { } refusal)
            return refusal;
        try
        {
            await SpeakAsync(message.Envelope.NeedsSmtpUtf8, cancellationToken);
        }
        catch (SmtpException e)
        {
            return e;
        }

        return await StartAsync(message, cancellationToken);
    }

    public override async Task<SmtpTurn> FinishAsync(SmtpMessage? next, CancellationToken cancellationToken)
    {
        var sending = _sending ?? throw new InvalidOperationException("A message must be begun first.");
        _sending = null;
        (SmtpReply? Accepted, SmtpException? Failure) end;
        await using (cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _break))
        {
            _message.Release();
            end = await sending;
        }

        if (end.Failure is { Reply: null, Trouble: SmtpTrouble.Network } failure)
            end.Failure = await _wire.ReadLastWordsAsync(failure.Stage, cancellationToken) ?? failure;
        Judge(end.Failure);
        if (next is null)
            return new SmtpTurn(end.Accepted, end.Failure, null);
        var following = IsUsable ? await FollowAsync(next.Value, cancellationToken) : NotBegun();
        return new SmtpTurn(end.Accepted, end.Failure, following);
    }

    public override async Task QuitAsync(CancellationToken cancellationToken)
    {
        if (!IsUsable || _sending is not null)
            return;
        _isUsable = false;
        try
        {
            _stream.Stage = SmtpStage.Quit;
            await _client.DisconnectAsync(true, cancellationToken);
        }
        catch (Exception e) when (e is SmtpException or OperationCanceledException)
        {
            // Everything that counts is settled; a server that hangs up early is only impolite.
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _isUsable = false;
        await CloseAsync();
        _break.Dispose();
    }

    // A name in ASCII that MailKit turns into Unicode needs SMTPUTF8 on all servers of the way, so MailKit hears of that extension only
    // where an address cannot do without. A capability that was taken away does not come back: then the server is dialled anew.
    private async Task SpeakAsync(bool utf8, CancellationToken cancellationToken)
    {
        if (utf8 && !_speaksUtf8)
        {
            await QuitAsync(cancellationToken);
            await CloseAsync();
            await ConnectAsync(cancellationToken);
        }

        if (!utf8 && _speaksUtf8)
        {
            _client.Capabilities &= ~Kit.SmtpCapabilities.UTF8;
            _speaksUtf8 = false;
        }
    }

    private async Task<SmtpException?> StartAsync(SmtpMessage message, CancellationToken cancellationToken)
    {
        _message.Load(message);
        _client.DeliveryStatusNotificationType = message.Envelope.EnvelopeId is null
            ? DeliveryStatusNotificationType.Unspecified
            : DeliveryStatusNotificationType.HeadersOnly;
        _stream.Stage = SmtpStage.MailFrom;
        await using var link = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _break);
        var sending = SendAsync(message.Envelope);
        if (await _message.Entered)
        {
            _sending = sending;
            return null;
        }

        var (accepted, failure) = await sending;
        Judge(failure);
        cancellationToken.ThrowIfCancellationRequested();
        return failure
            ?? new SmtpException(SmtpTrouble.Protocol, SmtpStage.Data, $"The server took a message before it was sent: {accepted}");
    }

    private async Task<(SmtpReply? Accepted, SmtpException? Failure)> SendAsync(SmtpEnvelope envelope)
    {
        try
        {
            var sender = Address(envelope.ReturnPath);
            return (SmtpReply.Create(
                250, await _client.SendAsync(_message.Options, _message.Mime, sender, [Address(envelope.Recipient)], _break.Token)), null);
        }
        catch (SmtpCommandException e) when (_stream.Stage == SmtpStage.EndOfData && (int)e.StatusCode is >= 200 and < 300)
        {
            // RFC 5321 4.2.1: every 2xx is a success; MailKit knows only 250.
            return (MailKitTrouble.ReplyOf(e), null);
        }
        catch (Exception e)
        {
            return (null, MailKitTrouble.Explain(e, _stream.Stage));
        }
        finally
        {
            _message.End();
        }
    }

    // The message before has its answer already; being broken off here must not hide it.
    private async Task<SmtpException?> FollowAsync(SmtpMessage next, CancellationToken cancellationToken)
    {
        try
        {
            return await BeginAsync(next, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            return new SmtpException(SmtpTrouble.Network, SmtpStage.MailFrom, "Sending was broken off.", inner: e);
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        (_wire, _) = await SmtpDialer.DialAsync(_endpoint, cancellationToken);
        _stream = new WireStream(_wire);
        _message = new ReadyMessage(_stream);
        _client = new MailKitClient(_stream) { Message = _message, LocalDomain = SmtpDialer.HelloName(_endpoint) };
        try
        {
            await _client.ConnectAsync(_stream, _endpoint.Host, _endpoint.Port, SecureSocketOptions.None, cancellationToken);
            _capabilities = MailKitTrouble.CapabilitiesOf(_client);
            _speaksUtf8 = _capabilities.SmtpUtf8;
            if (_endpoint.Credentials is not null)
                await SignIn.RunAsync(_client.AskAsync, _endpoint, _capabilities, _wire.IsEncrypted, cancellationToken);
            _isUsable = true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await CloseAsync();
            throw MailKitTrouble.Explain(e, _stream.Stage);
        }
        catch
        {
            await CloseAsync();
            throw;
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_sending is { } sending)
        {
            // Whoever waits in the body is told that nothing comes; nothing gathered leaves any more.
            _sending = null;
            await _wire.DisposeAsync();
            _message.End();
            await sending;
        }

        _client.Dispose();
        _message.Dispose();
        await _wire.DisposeAsync();
    }

    private void Judge(SmtpException? failure) =>
        _isUsable = _client.IsConnected
            && (failure is null
                || failure is { Reply: not null and not { Code: 421 }, Trouble: not SmtpTrouble.Protocol }
                    && failure.Stage != SmtpStage.Body);

    private static MimeKit.MailboxAddress Address(Addresses.MailboxAddress? address) => new("", address?.ToString() ?? "");

    private static SmtpException NotBegun() =>
        new(SmtpTrouble.Network, SmtpStage.MailFrom, "The connection ended with the message before.");
}
