namespace EmailContactPortal.Mail.Smtp;

/// <summary>Listens to what goes over the wire of one connection, for a protocol log; must not throw and must not wait.</summary>
public interface ISmtpTranscript : IDisposable
{
    /// <summary>Bytes that leave; more than one command may be among them.</summary>
    /// <param name="stage">What they are: in <see cref="SmtpStage.Auth"/> they may hold a secret, in <see cref="SmtpStage.Body"/> and
    /// <see cref="SmtpStage.EndOfData"/> a message.</param>
    /// <param name="bytes">As they go out, before encryption.</param>
    void Sent(SmtpStage stage, ReadOnlySpan<byte> bytes);

    /// <summary>Bytes that came, not always whole lines.</summary>
    /// <param name="bytes">As they came, after decryption.</param>
    void Received(ReadOnlySpan<byte> bytes);

    /// <summary>Something that happened besides, in words.</summary>
    /// <param name="words">No personal data.</param>
    void Noted(string words);
}
