using System.Text;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Encodings;
using EmailContactPortal.Mail.Mime;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Mail.Tests.Mime;

public class MailMessageTests
{
    private static readonly DateTimeOffset Date = new(2026, 11, 21, 18, 25, 0, TimeSpan.FromHours(2));

    public static TheoryData<string> Texts =>
    [
        "Hello",
        "Hyvää päivää, Äiti! Öljyä ja ruokaa",
        "こんにちは、山田さん。今月のニュースレターをお届けします。どうぞご覧ください。",
        "مرحبا بكم في نشرتنا الإخبارية الشهرية",
        "👩‍👩‍👧‍👦 family 🎉🎉🎉 and 👍🏽",
        "\"Quotes\", commas, <angles> & (comments); back\\slash: @home",
        "An =?utf-8?B?aW1wb3N0b3I=?= word",
        "word " + new string('x', 300),
        new string('ä', 400),
        "dots\r\n.\r\n..two\r\n.line",
        "From the start\r\nFrom here = too",
        "blanks at the end  \r\n\ttabs\t\r\n  in front",
        string.Join(' ', Enumerable.Range(0, 200)),
        string.Join("\r\n", Enumerable.Repeat(new string('y', 2000), 3)),
        "a\r\n--=_\r\n=_b",
    ];

    [Theory, MemberData(nameof(Texts))]
    public async Task Foreign_parser_reads_what_was_meant(string text)
    {
        var line = text.ReplaceLineEndings(" ").Replace('\t', ' ').Trim();
        var html = $"<p>{text}</p><a href=\"https://example.com/?a=b&amp;c=d\">link</a>";
        var bytes = Message(line, text, html).ToBytes();

        var read = await ForeignParser.ParseAsync(bytes);

        Assert.Empty(read.Defects);
        Assert.Equal(line, read.Subject);
        Assert.Equal(text, read.Text);
        Assert.Equal(html, read.Html);
        Assert.Equal([line, "sender@example.com"], Assert.Single(read.From));
        Assert.Equal(["Someone", "someone@xn--yhti-8qa.fi"], Assert.Single(read.To));
        AssertWireRules(bytes);
        MimeKitJudge.Judge(bytes, Meaning.Of(Message(line, text, html)));
    }

    [Fact]
    public async Task Headers_carry_unsubscribing_in_both_ways()
    {
        var message = Message("s", "t", null) with
        {
            UnsubscribeUrl = new Uri("https://example.com/u/abc"),
            UnsubscribeAddress = MailboxAddress.Parse("unsubscribe@example.com"),
            ReplyTo = NamedMailbox.Of("reply@example.com", "Äänekoski"),
            Headers = [("Feedback-ID", "1:2:3:ecp")],
        };

        var read = await ForeignParser.ParseAsync(message.ToBytes());

        var meant = Meaning.Of(message);
        MimeKitJudge.Judge(message.ToBytes(), meant with
        {
            Fields = new Dictionary<string, string>(meant.Fields)
            {
                ["List-Unsubscribe"] = "<https://example.com/u/abc>, <mailto:unsubscribe@example.com?subject=unsubscribe>",
                ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click",
                ["Date"] = "Sat, 21 Nov 2026 18:25:00 +0200",
            },
        });
        Assert.Equal("<https://example.com/u/abc>, <mailto:unsubscribe@example.com?subject=unsubscribe>", read.Headers["list-unsubscribe"]);
        Assert.Equal("List-Unsubscribe=One-Click", read.Headers["list-unsubscribe-post"]);
        Assert.Equal("1:2:3:ecp", read.Headers["feedback-id"]);
        Assert.Equal("Sat, 21 Nov 2026 18:25:00 +0200", read.Headers["date"]);
        Assert.Equal("<id@example.com>", read.Headers["message-id"]);
        Assert.Equal(["Äänekoski", "reply@example.com"], Assert.Single(read.ReplyTo));
        Assert.Equal("text/plain", read.Type);
    }

    [Fact]
    public async Task Line_ends_in_values_add_no_header()
    {
        var evil = "x\r\nBcc: victim@example.com\r\n\r\nbody\0\u001b";
        var message = Message(evil, "t", null) with { From = NamedMailbox.Of("sender@example.com", evil), Headers = [("X-Note", evil)] };

        var read = await ForeignParser.ParseAsync(message.ToBytes());

        Assert.DoesNotContain("Bcc", read.Names);
        MimeKitJudge.Judge(message.ToBytes(), Meaning.Of(message) with { Names = [.. read.Names.Select(n => n.ToLowerInvariant())] });
        Assert.Equal("t\r\n", read.Text);
        Assert.Throws<FormatException>(() => (message with { Headers = [("X\r\nBcc", "y")] }).ToBytes());
    }

    [Fact]
    public async Task Any_text_survives_composing()
    {
        var texts = UnicodeText.Samples(300);
        var subjects = texts.Select(Subject).ToArray();
        var messages = texts.Select((text, i) => Message(subjects[i], text, "<p>" + text + "</p>").ToBytes()).ToArray();

        var read = await ForeignParser.ParseAsync(messages);

        for (var i = 0; i < texts.Length; i++)
        {
            var body = LineEndings.Normalize(texts[i]);
            Assert.Equal(body, read[i].Text);
            Assert.Equal("<p>" + body + "</p>", read[i].Html);
            Assert.Equal(subjects[i], read[i].Subject);
            AssertWireRules(messages[i]);
            MimeKitJudge.Judge(messages[i], Meaning.Of(Message(subjects[i], texts[i], "<p>" + texts[i] + "</p>")));
        }
    }

    internal static void AssertWireRules(byte[] message)
    {
        var text = Encoding.Latin1.GetString(message);
        Assert.All(text, c => Assert.InRange(c, '\t', '~'));
        Assert.All(text.Split("\r\n"), line =>
        {
            Assert.InRange(line.Length, 0, 998);
            Assert.DoesNotContain('\r', line);
            Assert.DoesNotContain('\n', line);
            Assert.False(line.StartsWith('.'), line);
        });
    }

    // Python's parser itself drops blanks around a subject and reads tabs as blanks.
    private static string Subject(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim(' ');

    private static MailMessage Message(string subject, string? text, string? html) => new()
    {
        From = NamedMailbox.Of("sender@example.com", subject),
        To = [NamedMailbox.Of("someone@yhtiö.fi", "Someone")],
        Subject = subject,
        Text = text,
        Html = html,
        Date = Date,
        MessageId = "id@example.com",
    };
}
