using System.Diagnostics;
using System.Text;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Benchmarks;

/// <summary>
/// What MailKit's client allows over the same stream: one finished message sent again and again, nothing composed, nothing recorded.
/// </summary>
internal static class BareMailKit
{
    /// <summary>Messages per second.</summary>
    internal static async Task<double> RunAsync(string host, int port, int messages, int size, int connections)
    {
        var body = new StringBuilder("Subject: bare\r\n\r\n");
        while (body.Length < size)
            body.Append("0123456789012345678901234567890123456789012345678901234567890123456789\r\n");
        var content = Encoding.ASCII.GetBytes(body.ToString());
        var envelope = new SmtpEnvelope(
            MailboxAddress.Parse("shop@example.com"), MailboxAddress.Parse("person@example.org"))
        { Size = content.Length };
        var message = new SmtpMessage(envelope, content);
        var left = messages;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            await using var connection =
                await SmtpConnection.OpenAsync(new SmtpEndpoint(host, port) { Security = SmtpSecurity.None }, default);
            while (Interlocked.Decrement(ref left) >= 0)
                await connection.SendAsync(message, null, default);
        })));
        return messages / watch.Elapsed.TotalSeconds;
    }
}
