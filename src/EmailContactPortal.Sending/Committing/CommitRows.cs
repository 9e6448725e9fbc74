using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Sending.Committing;

/// <summary>What one group has to say, as rows with the columns of <see cref="CommitSql"/>, in their order.</summary>
internal static class CommitRows
{
    private static readonly JsonWriterOptions Options = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The row of an outcome; null when there is nothing to write.</summary>
    internal static object?[]? Outcome(CommitRequest request) =>
        request.Finished is not { } outcome || !IsToBeWritten(outcome)
            ? null
            :
            [
                outcome.Item.Id,
                (int)Before(outcome),
                (int)outcome.Status,
                outcome.Reply,
                outcome.Stage,
                outcome.SentAt,
                outcome.NextAttemptAt,
                (int)outcome.Exclusion,
                outcome.ServerId,
                outcome.IsTry && !outcome.Item.Batch.IsLost ? 1 : 0,
                outcome.Attempt?.At,
                outcome.Attempt?.MessageId,
            ];

    /// <summary>The row of a connection that goes on, with its next message or with none; null when it stays as it is.</summary>
    internal static object?[]? Attempt(CommitRequest request)
    {
        var attempt = request.IsToLeave ? request.Attempt : null;
        if ((attempt ?? request.Finished?.Attempt) is not { } row)
            return null;
        return
        [
            row.OpenAttemptId,
            attempt?.Item.Batch.Id,
            attempt?.Item.Id,
            (int?)attempt?.Item.Status,
            attempt?.MessageId,
            attempt?.At,
        ];
    }

    /// <summary>Many rows as a JSON array of arrays.</summary>
    internal static string Json(IEnumerable<object?[]> rows)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            writer.WriteStartArray();
            foreach (var value in row)
                Write(writer, value);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// The state the delivery's row is in. A new owner of its batch has called it uncertain; an answer in hand settles that.
    /// </summary>
    internal static DeliveryStatus Before(Outcome outcome) =>
        outcome.Item.Batch.IsLost && outcome.Attempt is not null ? DeliveryStatus.Uncertain : outcome.Item.Status;

    /// <summary>Of a batch that belongs to somebody else nothing may be said any more but that a message did arrive.</summary>
    internal static bool IsToBeWritten(Outcome outcome) =>
        !outcome.Item.Batch.IsLost || outcome is { Status: DeliveryStatus.Sent, Attempt: not null };

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case DateTime date:
                writer.WriteStringValue(date.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            default:
                writer.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
