using System.Text;
using System.Text.RegularExpressions;

namespace EmailContactPortal.Sending.Evidence;

/// <summary>What a mail server's log says of a message.</summary>
internal enum LogVerdict
{
    /// <summary>The server has it: queued, delivered or tried again by itself.</summary>
    Accepted,

    /// <summary>The server had it and gave up.</summary>
    Bounced,
}

/// <summary>
/// Reads Postfix's log lines: <c>cleanup</c> names the Message-ID of a queue id, <c>qmgr</c> says that it was queued, the delivery agents
/// what became of it. A Message-ID alone proves nothing: <c>cleanup</c> writes it before the end of the message has come.
/// </summary>
internal sealed partial class ServerLog(IReadOnlySet<string> wanted)
{
    private const int MaxLine = 4000;

    // A file of a few kB may unpack to a line without end.
    private const long MaxLength = 4_000_000_000;
    private const int MaxQueued = 1_000_000;
    private readonly Dictionary<string, string> _messageIds = new(StringComparer.Ordinal);

    /// <summary>Verdicts by Message-ID, with the log's words for those that bounced.</summary>
    internal Dictionary<string, (LogVerdict Verdict, string Words)> Verdicts { get; } = new(StringComparer.Ordinal);

    internal async Task ReadAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var (block, length) = (new char[16 * 1024], 0L);
        while (await reader.ReadAsync(block, cancellationToken) is > 0 and var count)
        {
            if ((length += count) > MaxLength)
                throw new InvalidDataException("The log is too long.");
            for (var at = 0; at < count;)
            {
                var end = block.AsSpan(at, count - at).IndexOf('\n');
                var rest = end < 0 ? count - at : end;
                // What is longer than a line of a log is none, and not kept.
                line.Append(block, at, Math.Min(rest, Math.Max(0, MaxLine + 1 - line.Length)));
                at += rest + 1;
                if (end >= 0)
                    End(line);
            }
        }

        End(line);
    }

    private void End(StringBuilder line)
    {
        if (line.Length <= MaxLine)
            Read(line.ToString().TrimEnd('\r'));
        line.Clear();
    }

    private void Read(string line)
    {
        if (Entry().Match(line) is not { Success: true } entry)
            return;
        var (queueId, says) = (entry.Groups["queue"].Value, entry.Groups["says"].Value);
        if (says.StartsWith("message-id=", StringComparison.Ordinal))
        {
            var id = says[11..].Trim('<', '>', ' ');
            if (wanted.Contains(id) && _messageIds.Count < MaxQueued)
                _messageIds[queueId] = id;
            else
                _messageIds.Remove(queueId);
        }
        else if (_messageIds.TryGetValue(queueId, out var id))
            Judge(id, says);

        // Queue ids are used again later.
        if (says.StartsWith("removed", StringComparison.Ordinal))
            _messageIds.Remove(queueId);
    }

    private void Judge(string id, string says)
    {
        if (Status().Match(says) is { Success: true } status)
            Verdicts[id] = status.Groups["word"].Value is "bounced" or "expired"
                ? (LogVerdict.Bounced, status.Groups["words"].Value)
                : (LogVerdict.Accepted, "");
        else if (says.Contains("(queue active)", StringComparison.Ordinal))
            Verdicts.TryAdd(id, (LogVerdict.Accepted, ""));
    }

    [GeneratedRegex(@"(?<![\w.-])postfix[\w.-]*/[\w/.-]+\[\d+\]: (?<queue>[0-9A-Za-z]{6,20}): (?<says>.*)$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\bstatus=(?<word>sent|bounced|deferred|expired)\b\s*(?:\((?<words>.*)\))?")]
    private static partial Regex Status();
}
