using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace EmailContactPortal.Mail.Resolving;

/// <summary>Asks the DNS servers of this machine, over UDP and, for long answers, over TCP (RFC 7766).</summary>
/// <param name="servers">Whom to ask; the machine's own servers when null.</param>
public sealed class DnsTextRecords(IReadOnlyList<IPEndPoint>? servers = null) : ITextRecords
{
    private const int Port = 53;
    private const int Rounds = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<string>> FindAsync(string name, CancellationToken cancellationToken)
    {
        var known = servers ?? OfThisMachine();
        if (known.Count == 0)
            throw new IOException("this machine names no DNS server");

        Exception? last = null;
        foreach (var server in Enumerable.Repeat(known, Rounds).SelectMany(s => s))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            try
            {
                return await AskAsync(server, name, limit.Token);
            }
            catch (Exception e) when (e is SocketException or IOException or FormatException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                last = e;
            }
        }

        throw new IOException(last is OperationCanceledException ? "the DNS server does not answer" : last!.Message, last);
    }

    private static async Task<List<string>> AskAsync(IPEndPoint server, string name, CancellationToken cancellationToken)
    {
        // Id and port are not to be guessed, or anybody could answer.
        var question = DnsMessage.Ask((ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), name);
        using var socket = new UdpClient(server.AddressFamily);
        socket.Connect(server);
        await socket.SendAsync(question, cancellationToken);
        while (true)
        {
            var answer = (await socket.ReceiveAsync(cancellationToken)).Buffer;
            if (!DnsMessage.Answers(answer, question))
                continue;
            return DnsMessage.Read(DnsMessage.IsCut(answer) ? await AskLongAsync(server, question, cancellationToken) : answer);
        }
    }

    private static async Task<byte[]> AskLongAsync(IPEndPoint server, byte[] question, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(server.AddressFamily);
        await client.ConnectAsync(server, cancellationToken);
        var stream = client.GetStream();
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)question.Length);
        await stream.WriteAsync((byte[])[.. length, .. question], cancellationToken);
        await stream.ReadExactlyAsync(length, cancellationToken);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return DnsMessage.Answers(answer, question) ? answer : throw new FormatException("the DNS server answers another question");
    }

    private static List<IPEndPoint> OfThisMachine() =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .Where(n => n.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(n => n.GetIPProperties().DnsAddresses)
            .Distinct()
            .Select(a => new IPEndPoint(a, Port))];
}
