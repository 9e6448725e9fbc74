namespace EmailContactPortal.Mail.Smtp;

/// <summary>A finished message and its envelope, ready to go.</summary>
/// <param name="Envelope">Return path and recipient.</param>
/// <param name="Content">The message with CR LF at every line's end (RFC 5322); must stay as it is until the message is finished.</param>
public readonly record struct SmtpMessage(SmtpEnvelope Envelope, ReadOnlyMemory<byte> Content);
