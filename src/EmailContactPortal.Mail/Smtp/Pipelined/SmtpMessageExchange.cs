namespace EmailContactPortal.Mail.Smtp.Pipelined;

/// <summary>The message part: its bytes, its end, and the answer that decides its fate.</summary>
internal static class SmtpMessageExchange
{
    private const int Piece = 64 * 1024;

    internal static void Queue(SmtpWire wire, ReadOnlySpan<byte> message, bool isChunked)
    {
        if (!isChunked)
        {
            DotStuffing.Write(message, wire.Output);
            return;
        }

        wire.Output.Write("BDAT "u8);
        wire.Output.Write(message.Length);
        wire.Output.Write(" LAST\r\n"u8);
        wire.Output.Write(message);
    }

    /// <summary>Sends what is queued (the message ends at <paramref name="end"/>) and waits for the server's word on it.</summary>
    /// <remarks>All but the last piece goes out first: when the connection breaks there, the end surely was not sent.</remarks>
    internal static async Task<SmtpReply> ExchangeAsync(SmtpWire wire, int end, bool isChunked, CancellationToken cancellationToken)
    {
        var stage = SmtpStage.Body;
        try
        {
            var start = 0;
            for (; end - start > 2 * Piece; start += Piece)
                await wire.FlushAsync(SmtpStage.Body, cancellationToken, start, Piece);
            stage = SmtpStage.EndOfData;
            await wire.FlushAsync(SmtpStage.EndOfData, cancellationToken, start, wire.Output.Length - start);
            var reply = await wire.ReadAsync(SmtpStage.EndOfData, cancellationToken);
            if (isChunked && reply.Code is >= 500 and <= 503)
                throw new SmtpException(
                    SmtpTrouble.Temporary, SmtpStage.Data, $"The server offers CHUNKING and then refuses BDAT: {reply}", reply);
            return reply.IsPositive ? reply : throw SmtpException.Refused(SmtpStage.EndOfData, reply);
        }
        catch (SmtpException e) when (e.Reply is null && e.Trouble == SmtpTrouble.Network)
        {
            throw await wire.ReadLastWordsAsync(stage, cancellationToken) ?? e;
        }
        catch (OperationCanceledException e)
        {
            throw new SmtpException(SmtpTrouble.Network, stage, "Sending was broken off.", inner: e);
        }
        finally
        {
            wire.Output.Clear();
        }
    }
}
