using System.Text;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Encodings;
using EmailContactPortal.Mail.Mime;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Mail.Tests.Mime;

/// <summary>Random headers, bodies, names and addresses come through a parser of other people's making as they went in.</summary>
public sealed class MailparserTests
{
    private static readonly DateTimeOffset Date = new(2026, 11, 21, 18, 25, 0, TimeSpan.Zero);
    private static readonly string[] Headers = ["date", "from", "to", "reply-to", "subject", "message-id", "x-note", "mime-version",
        "content-type"];

    [Fact]
    public async Task Whatever_is_written_reads_the_same()
    {
        var random = new Random(5322);
        var texts = UnicodeText.Samples(400);
        var cases = texts.Select((text, i) => (
            Body: text,
            Subject: Line(texts[random.Next(texts.Length)]),
            Name: Line(texts[random.Next(texts.Length)]),
            Note: Line(texts[random.Next(texts.Length)]),
            Address: Address(random, i))).ToList();

        var read = await Mailparser.ParseAsync([.. cases.Select(c => Message(c.Subject, c.Name, c.Note, c.Body, c.Address).ToBytes())]);

        foreach (var (wanted, got) in cases.Zip(read))
        {
            var message = Message(wanted.Subject, wanted.Name, wanted.Note, wanted.Body, wanted.Address);
            MimeKitJudge.Judge(message.ToBytes(), Meaning.Of(message) with { Names = Headers });
            Assert.Equal(Headers, got.Names);
            Assert.Equal(wanted.Subject, got.Subject);
            Assert.Equal(Body(wanted.Body), Body(got.Text));
            Assert.Equal(Body($"<p>{wanted.Body}</p>"), Body(got.Html));
            Assert.Equal(wanted.Note, got.Note);
            Assert.Equal([wanted.Name, wanted.Address], Assert.Single(got.From));
            Assert.Equal(["", "someone@example.org"], Assert.Single(got.To));
            Assert.Equal(wanted.Name, Assert.Single(got.ReplyTo)[0]);
        }
    }

    [Fact]
    public async Task Line_ends_in_any_value_never_reach_the_wire_as_such()
    {
        string[] breaks = ["\r\n", "\n", "\r", "\r\n ", "\u0085", "\u2028", "\r\n\r\n", "\r\n.\r\n", "\0", "\v", "\f"];
        var evils = breaks.SelectMany(b => new[] { $"x{b}Bcc: victim@example.com{b}{b}body", b + "RCPT TO:<victim@example.com>", "x" + b })
            .ToList();

        var read = await Mailparser.ParseAsync([.. evils.Select(evil => Message(
            evil, evil, evil, "text", "sender@example.com").ToBytes())]);

        Assert.All(
            evils.Select(evil => Message(evil, evil, evil, "text", "sender@example.com")),
            m => MimeKitJudge.Judge(m.ToBytes(), Meaning.Of(m) with { Names = Headers }));
        Assert.All(read, got =>
        {
            Assert.Equal(Headers, got.Names);
            Assert.Equal("text", got.Text.TrimEnd('\n'));
            Assert.Equal("sender@example.com", Assert.Single(got.From)[1]);
        });
        Assert.All(breaks, b => Assert.False(MailboxAddress.TryParse($"a{b}@example.com", out _, out _)));
        Assert.All(
            breaks, b => Assert.False(MailboxAddress.TryParse($"\"a{b}\"@example.com", out _, out _)
                && b.AsSpan().ContainsAny('\r', '\n', '\0')));
    }

    [Fact]
    public void An_envelope_id_with_line_ends_is_written_in_hexadecimal()
    {
        using var output = new MessageBuffer();
        var envelope = new SmtpEnvelope(
            MailboxAddress.Parse("a@example.com"),
            MailboxAddress.Parse("b+c@example.org"))
        { EnvelopeId = "x\r\nRCPT TO:<v>+=", Notify = DsnNotify.Failure | DsnNotify.Delay };
        envelope.WriteMailFrom(new SmtpCapabilities { Dsn = true }, output);
        envelope.WriteRcptTo(new SmtpCapabilities { Dsn = true }, output);

        Assert.Equal(
            "MAIL FROM:<a@example.com> RET=HDRS ENVID=x+0D+0ARCPT+20TO:<v>+2B+3D\r\nRCPT TO:<b+c@example.org> NOTIFY=FAILURE,DELAY "
                + "ORCPT=rfc822;b+2Bc@example.org\r\n",
            Encoding.ASCII.GetString(output.Span));
    }

    private static MailMessage Message(string subject, string name, string note, string body, string address) => new()
    {
        From = NamedMailbox.Of(address, name),
        To = [NamedMailbox.Of("someone@example.org")],
        ReplyTo = NamedMailbox.Of("reply@example.com", name),
        Subject = subject,
        Text = body,
        Html = $"<p>{body}</p>",
        Headers = [("X-Note", note)],
        Date = Date,
        MessageId = "id@example.com",
    };

    // Headers hold one line, and parsers take blanks at its ends and in a row for folding.
    private static string Line(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } line ? line : "x";

    private static string Body(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    private static string Address(Random random, int number)
    {
        const string atoms = "abcxyz019!#$%&'*+-/=?^_`{|}~";
        var local = string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => atoms[random.Next(atoms.Length)]));
        return $"{local}@d{number}.example.com";
    }
}
