using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace EmailContactPortal.Web.Logs;

/// <summary>Stands before every sink and hands on events without personal data: template, properties and exception alike.</summary>
internal sealed class RedactingSink(Logger inner) : ILogEventSink, IDisposable
{
    // What ASP.NET adds to every line of a request: its path holds tokens and addresses, the rest says nothing.
    private static readonly HashSet<string> Dropped = new(StringComparer.Ordinal) { "RequestPath", "ConnectionId", "ActionId" };
    private static readonly MessageTemplateParser Parser = new();

    public void Emit(LogEvent logEvent) => inner.Write(new LogEvent(
        logEvent.Timestamp,
        logEvent.Level,
        Masked(logEvent.Exception),
        Masked(logEvent.MessageTemplate),
        logEvent.Properties.Where(p => !Dropped.Contains(p.Key)).Select(p => new LogEventProperty(p.Key, Masked(p.Value))),
        logEvent.TraceId ?? default,
        logEvent.SpanId ?? default));

    public void Dispose() => inner.Dispose();

    private static Exception? Masked(Exception? exception)
    {
        if (exception is null or RedactedException) return exception;
        var (text, message) = (exception.ToString(), exception.Message);
        var (maskedText, maskedMessage) = (Redaction.Mask(text), Redaction.Mask(message));
        return maskedText == text && maskedMessage == message ? exception : new RedactedException(maskedMessage, maskedText);
    }

    private static MessageTemplate Masked(MessageTemplate template)
    {
        var masked = Redaction.Mask(template.Text);
        return masked == template.Text ? template : Parser.Parse(masked);
    }

    private static LogEventPropertyValue Masked(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: null or bool or int or long or double or decimal or DateTime or DateTimeOffset or TimeSpan or Guid or Enum } =>
            value,
        ScalarValue scalar => new ScalarValue(Redaction.Mask(Convert.ToString(scalar.Value, CultureInfo.InvariantCulture))),
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(Masked)),
        StructureValue structure =>
            new StructureValue(structure.Properties.Select(p => new LogEventProperty(p.Name, Masked(p.Value))), structure.TypeTag),
        DictionaryValue dictionary =>
            new DictionaryValue(dictionary.Elements.Select(e => KeyValuePair.Create((ScalarValue)Masked(e.Key), Masked(e.Value)))),
        _ => value,
    };
}

/// <summary>An exception whose words were masked; it writes itself as the original would have.</summary>
/// <param name="message">The message.</param>
/// <param name="text">Type, message, inner exceptions and trace.</param>
internal sealed class RedactedException(string message, string text) : Exception(message)
{
    public override string ToString() => text;
}
