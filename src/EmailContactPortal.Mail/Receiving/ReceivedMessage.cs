using System.Net;
using EmailContactPortal.Mail.Addresses;

namespace EmailContactPortal.Mail.Receiving;

/// <summary>A message that came in: its envelope, and its bytes as they were sent (dots unstuffed).</summary>
/// <param name="ReturnPath">The sender; null for reports and bounces.</param>
/// <param name="Recipients">Whom it is for.</param>
/// <param name="Content">Headers and body.</param>
/// <param name="Client">Where the connection came from.</param>
public sealed record ReceivedMessage(
    MailboxAddress? ReturnPath,
    IReadOnlyList<MailboxAddress> Recipients,
    ReadOnlyMemory<byte> Content,
    IPEndPoint? Client);
