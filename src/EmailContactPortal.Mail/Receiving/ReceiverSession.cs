using System.Net;
using System.Text;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Receiving;

/// <summary>The conversation with one client (RFC 5321).</summary>
internal sealed class ReceiverSession(
    Stream stream,
    IPEndPoint? client,
    ReceiverOptions options,
    Func<ReceivedMessage, CancellationToken, ValueTask<bool>> deliver) : IDisposable
{
    private const int MaxCommand = 2048;
    private const int MaxErrors = 20;
    private const int MaxDataLine = 1024 * 1024;
    private readonly ReceiverInput _input = new(stream, options.Timeout);
    private readonly MessageBuffer _output = new(1024);
    private readonly List<MailboxAddress> _recipients = [];
    private PathCommand? _from;
    private int _errors;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        Say($"220 {options.HostName} ESMTP");
        while (_errors < MaxErrors)
        {
            if (!_input.HasLine)
                await FlushAsync(cancellationToken);
            if (await _input.ReadLineAsync(MaxCommand, cancellationToken) is not { } line
                || !await ObeyAsync(Encoding.UTF8.GetString(line.Span), cancellationToken))
                break;
        }

        await FlushAsync(cancellationToken);
    }

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
    }

    private async ValueTask<bool> ObeyAsync(string line, CancellationToken cancellationToken)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var verb = (space < 0 ? line : line[..space]).ToUpperInvariant();
        var rest = space < 0 ? "" : line[(space + 1)..];
        switch (verb)
        {
            case "EHLO":
                Reset();
                Say(string.Join(
                    "\r\n", $"250-{options.HostName}", "250-PIPELINING", $"250-SIZE {options.MaxMessageSize}", "250-8BITMIME",
                    "250-SMTPUTF8",
                    "250 ENHANCEDSTATUSCODES"));
                return true;
            case "HELO":
                Reset();
                Say($"250 {options.HostName}");
                return true;
            case "MAIL":
                MailFrom(rest);
                return true;
            case "RCPT":
                RcptTo(rest);
                return true;
            case "DATA":
                return await DataAsync(cancellationToken);
            case "RSET":
                Reset();
                Say("250 2.0.0 Reset");
                return true;
            case "NOOP":
                Say("250 2.0.0 Fine");
                return true;
            case "QUIT":
                Say("221 2.0.0 Bye");
                return false;
            default:
                Refuse("500 5.5.1 Unknown command");
                return true;
        }
    }

    private void MailFrom(string arguments)
    {
        if (_from is not null)
            Refuse("503 5.5.1 A message is begun already");
        else if (!PathCommand.TryParse("FROM:", arguments, out var path, out var fault))
            Refuse(fault);
        else if (path.Size > options.MaxMessageSize)
            Refuse("552 5.3.4 The message is too large");
        else
        {
            _from = path;
            Say("250 2.1.0 Sender taken");
        }
    }

    private void RcptTo(string arguments)
    {
        if (_from is null)
            Refuse("503 5.5.1 MAIL comes first");
        else if (!PathCommand.TryParse("TO:", arguments, out var path, out var fault))
            Refuse(fault);
        else if (path.Address is null || options.Knows?.Invoke(path.Address) == false)
            Refuse("550 5.1.1 Nobody of that name here");
        else if (_recipients.Count >= options.MaxRecipients)
            Refuse("452 4.5.3 Too many recipients");
        else
        {
            _recipients.Add(path.Address);
            Say("250 2.1.5 Recipient taken");
        }
    }

    private async ValueTask<bool> DataAsync(CancellationToken cancellationToken)
    {
        if (_recipients.Count == 0)
        {
            Refuse("503 5.5.1 RCPT comes first");
            return true;
        }

        Say("354 End with a dot");
        await FlushAsync(cancellationToken);
        using var content = new MessageBuffer(64 * 1024);
        var isTooLarge = false;
        while (true)
        {
            if (await _input.ReadLineAsync(MaxDataLine, cancellationToken) is not { } line)
                return false;
            if (line.Span.SequenceEqual("."u8))
                break;
            isTooLarge |= content.Length + line.Length > options.MaxMessageSize;
            if (isTooLarge)
                continue;
            content.Write(line.Span.StartsWith("."u8) ? line.Span[1..] : line.Span);
            content.Write("\r\n"u8);
        }

        if (isTooLarge)
            Refuse("552 5.3.4 The message is too large");
        else if (await deliver(new ReceivedMessage(_from!.Address, [.. _recipients], content.ToArray(), client), cancellationToken))
            Say("250 2.0.0 Taken");
        else
            Refuse("451 4.3.0 Not now, try again");
        Reset();
        return true;
    }

    private void Reset()
    {
        _from = null;
        _recipients.Clear();
    }

    private void Refuse(string reply)
    {
        _errors++;
        Say(reply);
    }

    private void Say(string reply)
    {
        _output.Write(reply);
        _output.Write("\r\n"u8);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_output.Length == 0)
            return;
        await stream.WriteAsync(_output.Memory, cancellationToken);
        _output.Clear();
    }
}
