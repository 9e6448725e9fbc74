using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CsCheck;
using EmailContactPortal.Audience.Csv;
using EmailContactPortal.Crm.Rest.Describing;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Mail.Reading;
using EmailContactPortal.Mail.Receiving;
using EmailContactPortal.Mail.Reports;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Fuzz.Tests;

/// <summary>What comes over the wire or out of a file.</summary>
public sealed class WireFuzzTests
{
    private static readonly Gen<byte[]> Mails = Bytes(Inputs.Of(
        "Subject: x\r\n", "From: <a@b.example>\r\n", "Content-Type: multipart/report; boundary=b\r\n",
        "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: message/rfc822\r\n", "Content-Type: message/delivery-status\r\n",
        "Content-Type: message/feedback-report\r\n",
        "Content-Type: text/plain; charset=x\r\n", "Content-Transfer-Encoding: base64\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\n", "Auto-Submitted: auto-replied\r\n", "\r\n", "\n", "\r", "--b\r\n", "--b--\r\n",
        " y\r\n", "\ty\r\n", "Final-Recipient: rfc822; x@y.example\r\n",
        "Action: failed\r\n", "Status: 5.1.1\r\n", "Diagnostic-Code: smtp; 550 no such user\r\n", "Feedback-Type: abuse\r\n",
        "=?utf-8?Q?=C3", "=?utf-8?B?", "?=", "(", "<", ":", ";", "=3D", "aGVsbG8="));

    [Fact]
    public void Mail_that_comes_back_is_judged_or_says_nothing() => Fuzzing.Run(
        Mails,
        mail =>
        {
            var judged = ReturnedMailReader.Read(mail, hasReturnPath: false);
            Assert.InRange(judged.Reason.Length, 0, 400);
            Assert.DoesNotContain('\n', judged.Reason);
            ReturnedMailReader.IsAutomatic(mail);
            using var whole = MessageReader.Read(mail, ReadingBounds.Whole, default);
            Assert.NotNull(
                $"{whole.Subject}{whole.TextBody}{whole.HtmlBody}{MessageReader.ReadHeader(mail, ReadingBounds.Whole, default).Count}");
        },
        mail => Encoding.UTF8.GetString(mail));

    [Fact]
    public async Task The_receiver_answers_anything_in_replies_and_lives_on()
    {
        using var stop = new CancellationTokenSource();
        using var receiver = new SmtpReceiver(
            new ReceiverOptions { MaxMessageSize = 100_000, Timeout = TimeSpan.FromSeconds(5) }, (_, _) => ValueTask.FromResult(true));
        receiver.Start();
        var running = receiver.RunAsync(stop.Token);
        await Task.Run(() => Fuzzing.Run(
            Bytes(Inputs.Of(
                "EHLO x\r\n", "HELO\r\n", "MAIL FROM:<>\r\n", "MAIL FROM:<a@b.example> SIZE=99999999999\r\n", "RCPT TO:<c@d.example>\r\n",
                "RCPT TO:<\"", "@", ">", "DATA\r\n", ".\r\n", "..\r\n", "\n.\n", "\r\n", "\n", "\r", "RSET\r\n", "NOOP\r\n", "QUIT\r\n",
                "STARTTLS\r\n", "AUTH PLAIN\r\n", "VRFY x\r\n", " ")),
            sent =>
            {
                using var client = new TcpClient("127.0.0.1", receiver.Port);
                using var stream = client.GetStream();
                client.ReceiveTimeout = client.SendTimeout = 10_000;
                var heard = new MemoryStream();
                try
                {
                    stream.Write(sent);
                    client.Client.Shutdown(SocketShutdown.Send);
                    stream.CopyTo(heard);
                }
                catch (IOException)
                {
                    // It hangs up on whoever is wrong too often.
                }

                var lines = Encoding.ASCII.GetString(heard.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
                Assert.All(lines, line => Assert.Matches("^[2345][0-9][0-9][ -]", line));
            },
            sent => Encoding.UTF8.GetString(sent),
            times: 200));

        using var last = new TcpClient("127.0.0.1", receiver.Port);
        using var reader = new StreamReader(last.GetStream());
        Assert.StartsWith("220 ", await reader.ReadLineAsync(), StringComparison.Ordinal);
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public void A_servers_reply_is_read_or_refused_as_a_breach_of_protocol() => Fuzzing.Run(
        Bytes(Inputs.Of("250", "250-", "250 ", "354 ", "4", "5.1.1", "\r\n", "\n", "\r", "-", " ", "ok")),
        bytes =>
        {
            try
            {
                var reply = SmtpReplyParser.TryParse(bytes, out var consumed);
                Assert.InRange(consumed, 0, bytes.Length);
                Assert.True(reply is null || reply.Code is >= 100 and <= 999);
            }
            catch (FormatException e)
            {
                // The wire makes a breach of protocol of it.
                Assert.NotEqual("", e.Message);
            }
        },
        bytes => Encoding.UTF8.GetString(bytes),
        times: 500);

    [Fact]
    public void A_file_is_read_row_by_row_or_refused_in_words() => Fuzzing.Run(
        Bytes(Inputs.Of(
            "email", "firstname", ";", ",", "\t", "|", "\r\n", "\n", "\r", "\"", "\"\"", "a@b.example", "anna@example.com", "sep=;", "=",
            "\uFEFF", "ä", "'")),
        bytes =>
        {
            using var file = new MemoryStream(bytes);
            var format = CsvInspector.InspectAsync(file, CancellationToken.None).GetAwaiter().GetResult();
            if (!format.Succeeded)
            {
                Assert.NotEqual("", format.Problems[0].Message);
                return;
            }

            file.Position = 0;
            using var rows = new CsvRows(file, format.Value);
            try
            {
                if (!rows.Read() || rows.Count > ColumnGuesser.MaxColumns)
                    return;
                // Which column holds the address is always said before a file is imported.
                var columns = ColumnGuesser.Guess(rows.Cells()).ToList();
                if (columns.TrueForAll(c => c.Target != MergeFields.Email))
                    columns[0] = columns[0] with { Target = MergeFields.Email };
                using var checker = new RowChecker(new CsvSettings(format.Value, columns));
                while (rows.Read())
                    Assert.True(checker.Check(rows, out var member, out var issue)
                        ? member.Email.Contains('@', StringComparison.Ordinal)
                        : issue.Reason.Length > 0);
            }
            catch (CsvRefusedException refused)
            {
                Assert.NotEqual("", refused.Message);
            }
        },
        bytes => Encoding.UTF8.GetString(bytes));

    [Fact]
    public void A_described_API_is_understood_or_said_what_is_wrong() => Fuzzing.Run(
        Inputs.Of(
            "{", "}", "[", "]", "\"auth\":", "\"type\":", "\"none\"", "\"campaigns\":", "\"members\":", "\"path\":", "\"method\":",
            "\"GET\"", "\"/x/{id}\"", "\"body\":", "\"$each\":", "\"paging\":", "\"kind\":", ",", ":", "null", "1", "true", "\"a.b[0]\"",
            "{\"description\":{"),
        text =>
        {
            JsonElement json;
            try
            {
                json = JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetBytes(text));
            }
            catch (JsonException)
            {
                return;
            }

            var (description, problems) = RestDescriptionReader.Read(json);
            Assert.True(description is not null || problems.Count > 0);
        },
        text => text,
        times: 500);

    private static Gen<byte[]> Bytes(Gen<string> text) =>
        Gen.Select(text, Gen.Frequency<byte[]>((5, Gen.Const<byte[]>([])), (1, Gen.Byte.Array[1, 8])), Gen.Int[0, 1000])
        .Select((words, noise, at) =>
        {
            var bytes = Encoding.UTF8.GetBytes(words);
            var place = bytes.Length == 0 ? 0 : at % bytes.Length;
            return (byte[])[.. bytes.AsSpan(0, place), .. noise, .. bytes.AsSpan(place)];
        });
}
