namespace EmailContactPortal.Mail.Smtp.Pipelined;

/// <summary>
/// The envelope part of a message: MAIL, RCPT and DATA, in one group where the server pipelines (RFC 2920), else step by step.
/// </summary>
internal sealed class SmtpTransaction(SmtpWire wire, SmtpEndpoint endpoint, SmtpCapabilities capabilities)
{
    private const int LargeMessage = 1024 * 1024;
    private bool _needsReset;
    private bool _isProven;

    internal SmtpCapabilities Capabilities { get; set; } =
        capabilities with { Pipelining = capabilities.Pipelining && endpoint.UsesPipelining };

    /// <summary>True when the message follows by BDAT (RFC 3030).</summary>
    internal bool IsChunked { get; private set; }

    /// <summary>Adds the commands to the next write.</summary>
    internal void Queue(SmtpEnvelope envelope)
    {
        IsChunked = ShouldChunk(envelope);
        if (_needsReset)
            wire.Output.Write("RSET\r\n"u8);
        envelope.WriteMailFrom(Capabilities, wire.Output);
        envelope.WriteRcptTo(Capabilities, wire.Output);
        if (!IsChunked)
            wire.Output.Write("DATA\r\n"u8);
    }

    /// <summary>Reads the answers to the queued commands; returns why the server will not take the message.</summary>
    internal async Task<SmtpException?> ReadQueuedAsync(SmtpEnvelope envelope, CancellationToken cancellationToken)
    {
        var refusal = await ReadGroupAsync(cancellationToken);
        _needsReset = refusal is not null;
        if (refusal?.Reply is not { Code: >= 500 and <= 504 } || _isProven)
        {
            _isProven |= refusal is null;
            return refusal;
        }

        // "Unknown command" or "bad sequence" to a first group may come from a server that offers PIPELINING and cannot do it.
        var steady = await StepAsync(envelope, cancellationToken);
        if (steady is null)
            Capabilities = Capabilities with { Pipelining = false };
        return steady;
    }

    /// <summary>Sends the commands one by one.</summary>
    internal async Task<SmtpException?> StepAsync(SmtpEnvelope envelope, CancellationToken cancellationToken)
    {
        IsChunked = ShouldChunk(envelope);
        var refusal = await StepsAsync(envelope, cancellationToken);
        _needsReset = refusal is not null;
        return refusal;
    }

    private async Task<SmtpException?> StepsAsync(SmtpEnvelope envelope, CancellationToken cancellationToken)
    {
        if (_needsReset)
        {
            wire.Output.Write("RSET\r\n"u8);
            if (await AskAsync(SmtpStage.Reset, cancellationToken) is { } notReset)
                return notReset;
        }

        envelope.WriteMailFrom(Capabilities, wire.Output);
        if (await AskAsync(SmtpStage.MailFrom, cancellationToken) is { } noSender)
            return noSender;
        envelope.WriteRcptTo(Capabilities, wire.Output);
        if (await AskAsync(SmtpStage.RcptTo, cancellationToken) is { } noRecipient)
            return noRecipient;
        if (IsChunked)
            return null;
        wire.Output.Write("DATA\r\n"u8);
        return await AskAsync(SmtpStage.Data, cancellationToken);
    }

    private async Task<SmtpException?> AskAsync(SmtpStage stage, CancellationToken cancellationToken)
    {
        await wire.FlushAsync(stage, cancellationToken);
        return Judge(stage, await wire.ReadAsync(stage, cancellationToken));
    }

    private async Task<SmtpException?> ReadGroupAsync(CancellationToken cancellationToken)
    {
        SmtpException? refusal = null;
        var hasRecipient = false;
        for (var stage = _needsReset ? SmtpStage.Reset : SmtpStage.MailFrom; ; stage = stage == SmtpStage.Reset
            ? SmtpStage.MailFrom
            : stage + 1)
        {
            var reply = await wire.ReadAsync(stage, cancellationToken);
            if (refusal is not null && stage == SmtpStage.Data && reply.Code == 354)
            {
                // To a server that took the recipient without a sender, the lone dot would be a message.
                if (hasRecipient)
                    throw refusal;
                await EndEmptyAsync(cancellationToken);
            }

            hasRecipient |= stage == SmtpStage.RcptTo && reply.IsPositive;
            refusal ??= Judge(stage, reply);
            if (reply.Code == 421 || stage == SmtpStage.Data || stage == SmtpStage.RcptTo && IsChunked)
                return refusal;
        }
    }

    // RFC 2920 3.1: DATA may be answered with 354 although nobody is to get it; the lone dot brings the server back.
    private async Task EndEmptyAsync(CancellationToken cancellationToken)
    {
        wire.Output.Write(".\r\n"u8);
        await wire.FlushAsync(SmtpStage.Reset, cancellationToken);
        await wire.ReadAsync(SmtpStage.Reset, cancellationToken);
    }

    private static SmtpException? Judge(SmtpStage stage, SmtpReply reply) =>
        (stage == SmtpStage.Data ? reply.Code == 354 : reply.IsPositive) ? null : SmtpException.Refused(stage, reply);

    private bool ShouldChunk(SmtpEnvelope envelope) => Capabilities.Chunking && endpoint.Chunking switch
    {
        SmtpChunking.Always => true,
        SmtpChunking.LargeMessages => envelope.Size >= LargeMessage,
        _ => false,
    };
}
