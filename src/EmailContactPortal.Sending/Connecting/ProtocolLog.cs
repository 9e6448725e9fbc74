using System.Globalization;
using System.Text;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Sending.Connecting;

/// <summary>
/// What is said on one connection, as lines of the protocol log. Of thousands of messages that went well only the first few are kept, and
/// the last before anything that did not.
/// </summary>
internal sealed class ProtocolLog(ProtocolLogs logs, int serverId, string connection) : ISmtpTranscript
{
    private const int Firsts = 3;
    private const int MaxHeld = 100;
    private readonly List<SmtpLogLine> _held = [];
    private readonly StringBuilder _heard = new();
    private SmtpStage _stage;
    private int _messages;
    private int _left;
    private int _leftLines;
    private bool _isSpecial = true;

    public void Sent(SmtpStage stage, ReadOnlySpan<byte> bytes)
    {
        _stage = stage;
        if (!logs.IsOn(serverId))
            return;
        if (stage is SmtpStage.Body or SmtpStage.EndOfData)
            bytes = LeaveOutMail(stage, bytes);
        foreach (var line in LogWords.Lines(bytes))
        {
            if (line.StartsWith("MAIL ", StringComparison.OrdinalIgnoreCase))
                EndMessage();
            Hold(SmtpSpeaker.Portal, stage == SmtpStage.Auth ? LogWords.OfSignIn(line) : LogWords.WithoutAddresses(line));
        }
    }

    public void Received(ReadOnlySpan<byte> bytes)
    {
        if (!logs.IsOn(serverId))
            return;
        _heard.Append(Encoding.UTF8.GetString(bytes));
        while (_heard.ToString() is var heard && heard.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end)
        {
            _heard.Remove(0, end + 1);
            Hear(heard[..end].TrimEnd('\r'));
        }

        if (_heard.Length > SmtpLogLine.MaxText)
            _heard.Clear();
    }

    public void Noted(string words)
    {
        if (logs.IsOn(serverId))
            Hold(SmtpSpeaker.Note, words);
    }

    public void Dispose()
    {
        if (!logs.IsOn(serverId))
            return;
        Hold(SmtpSpeaker.Note, "connection closed");
        _isSpecial |= _held.Count > 1;
        Store();
    }

    private void Hear(string line)
    {
        var code = line.Length >= 3 && int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : 0;
        _isSpecial |= code >= 400;
        Hold(SmtpSpeaker.Server, _stage == SmtpStage.Auth && code == 334 ? "334 [hidden]" : LogWords.WithoutAddresses(line), code);
    }

    private void EndMessage()
    {
        if (_isSpecial || _messages < Firsts)
        {
            Store();
        }
        else
        {
            _left++;
            _leftLines += _held.Count;
            _held.Clear();
        }

        _messages++;
        _isSpecial = false;
    }

    private void Store()
    {
        if (_left > 0)
        {
            var words = string.Create(
                CultureInfo.InvariantCulture, $"{_left:N0} {(_left == 1 ? "mail" : "mails")} later, {_leftLines:N0} lines");
            logs.Add(Line(SmtpSpeaker.Note, words, 0));
        }

        (_left, _leftLines) = (0, 0);
        foreach (var line in _held)
            logs.Add(line);
        _held.Clear();
    }

    private void Hold(SmtpSpeaker speaker, string text, int code = 0)
    {
        _held.Add(Line(speaker, text, code));
        // A conversation without a message, or one that never ends, is told as it comes.
        if (_held.Count >= MaxHeld || _messages == 0)
            Store();
    }

    private SmtpLogLine Line(SmtpSpeaker speaker, string text, int code) => new()
    {
        MailServerId = serverId,
        Connection = Domain.Text.Bound(connection, SmtpLogLine.MaxConnection),
        At = logs.Now,
        Speaker = speaker,
        Code = code,
        Text = Domain.Text.Bound(text, SmtpLogLine.MaxText),
    };

    // What follows the end of the message are commands of the next.
    private ReadOnlySpan<byte> LeaveOutMail(SmtpStage stage, ReadOnlySpan<byte> bytes)
    {
        var end = LogWords.EndOfMail(stage, bytes);
        Hold(SmtpSpeaker.Portal, string.Create(CultureInfo.InvariantCulture, $"[{end:N0} bytes of mail]"));
        return bytes[end..];
    }
}
