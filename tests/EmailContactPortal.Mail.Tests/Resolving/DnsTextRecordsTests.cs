using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EmailContactPortal.Mail.Resolving;

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
        using var server = new FakeDns(question => FakeDns.Cut(question), question => FakeDns.Answer(question, 0, [[.. Enumerable.Repeat(long255, 10)]]));

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

        Assert.Contains("error 2", (await Assert.ThrowsAsync<IOException>(() => server.FindAsync("example.com"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_to_other_questions_are_not_taken()
    {
        using var server = new FakeDns(question =>
        {
            var wrongId = FakeDns.Answer(question, 0, [["forged"]]);
            wrongId[0] ^= 0xff;
            var wrongName = FakeDns.Answer(question, 0, [["forged"]]);
            wrongName[13] ^= 0x01;
            return [wrongId, wrongName, FakeDns.Answer(question, 0, [["true"]])];
        });

        Assert.Equal(["true"], await server.FindAsync("example.com"));
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
                await server.FindAsync("example.com");
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
            _udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _tcp = new TcpListener(IPAddress.Loopback, ((IPEndPoint)_udp.LocalEndPoint!).Port);
            _tcp.Start();
            _ = AnswerAsync(answers);
            if (longAnswer is not null)
                _ = AnswerLongAsync(longAnswer);
        }

        internal Task<IReadOnlyList<string>> FindAsync(string name) => new DnsTextRecords([(IPEndPoint)_udp.LocalEndPoint!]).FindAsync(name, _stop.Token);

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
