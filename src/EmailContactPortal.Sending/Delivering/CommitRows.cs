using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Writes what one group has to say as JSON, so that each kind of change is one statement for the whole group on both databases.</summary>
internal sealed class CommitRows : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Utf8JsonWriter _writer;

    internal CommitRows() => _writer = new Utf8JsonWriter(_buffer, Options);

    /// <summary>One row for each outcome: id, state before, state, reply, stage, sent, next attempt, exclusion, server, tries, attempted, Message-ID.</summary>
    internal string Outcomes(IReadOnlyList<CommitRequest> group, out int count)
    {
        count = 0;
        Start();
        foreach (var request in group)
        {
            if (request.Finished is not { } outcome || !IsToBeWritten(outcome))
                continue;
            count++;
            var isLost = outcome.Item.Batch.IsLost;
            _writer.WriteStartArray();
            _writer.WriteNumberValue(outcome.Item.Id);
            _writer.WriteNumberValue((int)Before(outcome));
            _writer.WriteNumberValue((int)outcome.Status);
            Text(outcome.Reply);
            Text(outcome.Stage);
            Date(outcome.SentAt);
            Date(outcome.NextAttemptAt);
            _writer.WriteNumberValue((int)outcome.Exclusion);
            Number(outcome.ServerId);
            _writer.WriteNumberValue(outcome.IsTry && !isLost ? 1 : 0);
            Date(outcome.Attempt?.At);
            Text(outcome.Attempt?.MessageId);
            _writer.WriteEndArray();
        }

        return End();
    }

    /// <summary>One row for each connection that goes on: its id, the batch, delivery, state before, Message-ID and time, or nothing when it has no message.</summary>
    internal string Attempts(IReadOnlyList<CommitRequest> group, out int count)
    {
        count = 0;
        Start();
        foreach (var request in group)
        {
            var attempt = request.IsToLeave ? request.Attempt : null;
            if ((attempt ?? request.Finished?.Attempt) is not { } line)
                continue;
            count++;
            _writer.WriteStartArray();
            _writer.WriteNumberValue(line.LineId);
            Number(attempt?.Item.Batch.Id);
            Number(attempt?.Item.Id);
            Number((int?)attempt?.Item.Status);
            Text(attempt?.MessageId);
            Date(attempt?.At);
            _writer.WriteEndArray();
        }

        return End();
    }

    /// <summary>The state the delivery's row is in. A new owner of its batch has called it uncertain; an answer in hand settles that.</summary>
    internal static DeliveryStatus Before(Outcome outcome) =>
        outcome.Item.Batch.IsLost && outcome.Attempt is not null ? DeliveryStatus.Uncertain : outcome.Item.Status;

    /// <summary>Of a batch that belongs to somebody else nothing may be said any more but that a message did arrive.</summary>
    internal static bool IsToBeWritten(Outcome outcome) => !outcome.Item.Batch.IsLost || outcome is { Status: DeliveryStatus.Sent, Attempt: not null };

    public void Dispose() => _writer.Dispose();

    private void Start()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartArray();
    }

    private string End()
    {
        _writer.WriteEndArray();
        _writer.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    private void Text(string? value)
    {
        if (value is null)
            _writer.WriteNullValue();
        else
            _writer.WriteStringValue(value);
    }

    private void Number(long? value)
    {
        if (value is { } number)
            _writer.WriteNumberValue(number);
        else
            _writer.WriteNullValue();
    }

    // As both databases read it, and as SQLite compares it with what was written as a parameter.
    private void Date(DateTime? value)
    {
        if (value is not { } date)
        {
            _writer.WriteNullValue();
            return;
        }

        Span<char> text = stackalloc char[32];
        date.TryFormat(text, out var length, "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        _writer.WriteStringValue(text[..length]);
    }
}
