using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EmailContactPortal.Mail.Resolving;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Mail.Tests.Resolving;

public sealed class DnsTextRecordsTests
{
    [Fact]
    public async Task Texts_of_a_name_are_read_and_their_strings_put_together()
    {
        using var server = new FakeDns(question => FakeDns.Answer(question, 0, [["v=DKIM1; k=rsa; ", "p=abc"], ["other"]]));

        Assert.Equal(["v=DKIM1; k=rsa; p=abc", "other"], await server.FindAsync("s1._domainkey.example.com"));
    }

    [Fact]
    public async Task A_long_answer_is_fetched_over_TCP()
    {
        var long255 = new string('k', 255);
        using var server = new FakeDns(
            question => FakeDns.Cut(question), question => FakeDns.Answer(question, 0, [[.. Enumerable.Repeat(long255, 10)]]));

        Assert.Equal(2550, Assert.Single(await server.FindAsync("big.example.com")).Length);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_has_no_texts()
    {
        using var server = new FakeDns(question => FakeDns.Answer(question, 3, []));

        Assert.Empty(await server.FindAsync("nobody.example.com"));
    }

    [Fact]
    public async Task A_server_in_trouble_is_no_answer()
    {
        using var server = new FakeDns(question => FakeDns.Answer(question, 2, []));

        Assert.Contains(
            "SERVFAIL", (await Assert.ThrowsAsync<IOException>(() => server.FindAsync("example.com"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, "REFUSED")]
    [InlineData(4, "error 4")]
    public async Task Other_refusals_are_told_apart(int code, string words)
    {
        using var server = new FakeDns(question => FakeDns.Answer(question, code, []));

        Assert.Contains(
            words, (await Assert.ThrowsAsync<IOException>(() => server.FindAsync("example.com"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_is_told_as_such()
    {
        using var server = new FakeDns(_ => Array.Empty<byte[]>());

        Assert.Equal(
            "the DNS server does not answer",
            (await Assert.ThrowsAsync<IOException>(() => server.FindAsync("example.com", timeout: TimeSpan.FromMilliseconds(50)))).Message);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_he_wants()
    {
        using var stop = new CancellationTokenSource();
        using var server = new FakeDns(_ =>
        {
            stop.Cancel();
            return Array.Empty<byte[]>();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.FindAsync("example.com", cancellationToken: stop.Token));
    }

    [Fact]
    public async Task Who_asks_again_gets_what_DNS_says_now()
    {
        var text = "before";
        using var server = new FakeDns(question => FakeDns.Answer(question, 0, [[text]]));

        Assert.Equal(["before"], await server.FindAsync("example.com"));
        text = "after";
        Assert.Equal(["after"], await server.FindAsync("example.com"));
    }

    [Theory]
    [InlineData("a..example.com")]
    [InlineData("this-label-is-longer-than-the-sixty-three-octets-that-a-label-of-dns-may-have.example.com")]
    public async Task What_is_no_name_is_told_as_such(string name)
    {
        using var server = new FakeDns(question => FakeDns.Answer(question, 0, []));

        await Assert.ThrowsAsync<FormatException>(() => server.FindAsync(name));
    }

    [Theory]
    [InlineData(0, 0xff)]
    [InlineData(13, 0x01)]
    public async Task Answers_to_other_questions_are_not_taken(int position, byte change)
    {
        using var server = new FakeDns(question =>
        {
            var forged = FakeDns.Answer(question, 0, [["forged"]]);
            forged[position] ^= change;
            return forged;
        });

        await Assert.ThrowsAsync<IOException>(() => server.FindAsync("example.com"));
    }

    [Fact]
    public async Task Rubbish_does_no_harm()
    {
        var random = new Random(53);
        using var server = new FakeDns(question =>
        {
            var answer = FakeDns.Answer(question, 0, [["text"]]);
            random.NextBytes(answer.AsSpan(question.Length));
            return answer;
        });

        for (var i = 0; i < 30; i++)
        {
            try
            {
                await server.FindAsync("example.com", TimeSpan.FromMilliseconds(50));
            }
            catch (IOException)
            {
                // That is how no answer is told.
            }
        }
    }

    /// <summary>A DNS server on loopback that answers as it is told, over UDP and TCP on one port.</summary>
    private sealed class FakeDns : IDisposable
    {
        private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly TcpListener _tcp;
        private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(30));

        internal FakeDns(Func<byte[], byte[]> answer, Func<byte[], byte[]>? longAnswer = null)
            : this(question => [answer(question)], longAnswer)
        {
        }

        internal FakeDns(Func<byte[], byte[][]> answers, Func<byte[], byte[]>? longAnswer = null)
        {
            _udp.Bind(new IPEndPoint(IPAddress.Loopback, FreePort.Next()));
            _tcp = new TcpListener(IPAddress.Loopback, ((IPEndPoint)_udp.LocalEndPoint!).Port);
            _tcp.Start();
            _ = AnswerAsync(answers);
            if (longAnswer is not null)
                _ = AnswerLongAsync(longAnswer);
        }

        internal Task<IReadOnlyList<string>> FindAsync(
            string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
            new DnsTextRecords([(IPEndPoint)_udp.LocalEndPoint!], timeout).FindAsync(name, cancellationToken);

        internal static byte[] Cut(byte[] question)
        {
            var answer = Answer(question, 0, []);
            answer[2] |= 0x02;
            return answer;
        }

        internal static byte[] Answer(byte[] question, int code, string[][] texts)
        {
            using var answer = new MemoryStream();
            answer.Write([question[0], question[1], 0x81, (byte)(0x80 | code), 0, 1, 0, (byte)texts.Length, 0, 0, 0, 0]);
            answer.Write(question.AsSpan(12, question.Length - 23));
            foreach (var text in texts)
            {
                var data = text.SelectMany(s => Encoding.ASCII.GetBytes(s).Prepend((byte)s.Length)).ToArray();
                answer.Write([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length, .. data]);
            }

            return answer.ToArray();
        }

        public void Dispose()
        {
            _stop.Cancel();
            _udp.Dispose();
            _tcp.Dispose();
            _stop.Dispose();
        }

        private async Task AnswerAsync(Func<byte[], byte[][]> answers)
        {
            var buffer = new byte[2048];
            while (!_stop.IsCancellationRequested)
            {
                var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                foreach (var answer in answers(buffer[..received.ReceivedBytes]))
                    await _udp.SendToAsync(answer, received.RemoteEndPoint, _stop.Token);
            }
        }

        private async Task AnswerLongAsync(Func<byte[], byte[]> answer)
        {
            using var client = await _tcp.AcceptTcpClientAsync(_stop.Token);
            var stream = client.GetStream();
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, _stop.Token);
            var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(question, _stop.Token);
            var bytes = answer(question);
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)bytes.Length);
            await stream.WriteAsync((byte[])[.. length, .. bytes], _stop.Token);
        }
    }
}
