using System.Text;
using EmailContactPortal.Mail.Reading;
using MimeKit;

namespace EmailContactPortal.Mail.Tests.Reading;

public sealed class MessageReaderTests
{
    [Fact]
    public void An_alternative_message_gives_its_text_and_its_HTML()
    {
        using var message = Read("""
            From: "Meadow Garden" <news@meadow.example>
            Subject: =?utf-8?B?S2V2w6R0?= =?utf-8?Q?messut=20?=
             =?utf-8?Q?=F0=9F=8C=B7?=
            Content-Type: multipart/alternative; boundary="b 1"

            preamble
            --b 1
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Hyv=C3=A4=C3=A4 p=C3=A4iv=C3=A4=C3=A4, a long=
             line
            --b 1
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            PHA+SHl2w6TDpDwvcD4=
            --b 1--
            epilogue
            """);

        Assert.Equal("Kevätmessut 🌷", message.Subject);
        Assert.Equal("Hyvää päivää, a long line", message.TextBody);
        Assert.Equal("<p>Hyvää</p>", message.HtmlBody);
        Assert.Equal(2, message.BodyParts.Count());
    }

    [Fact]
    public void Header_fields_come_in_their_order_with_those_of_the_body_among_them()
    {
        var header = MessageReader.ReadHeader(
            "X-A: 1\r\nContent-Type: text/plain\r\nSubject: =?utf-8?Q?Kev=C3=A4t?=\r\nX-A: 2\r\n\r\nX-B: body\r\n"u8.ToArray(),
            ReadingBounds.Whole, CancellationToken.None);

        Assert.Equal(
            [("X-A", "1"), ("Content-Type", "text/plain"), ("Subject", "Kevät"), ("X-A", "2")], header.Select(h => (h.Field, h.Value)));
    }

    [Fact]
    public void Old_charsets_are_read()
    {
        using var message = Read("Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n=E9");

        Assert.Equal("é", message.TextBody);
    }

    [Fact]
    public void An_enclosed_message_is_opened()
    {
        using var message = Read("Content-Type: message/rfc822\n\nSubject: inner\n\nbody");

        Assert.Equal("inner", Assert.IsType<MessagePart>(message.Body).Message!.Subject);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\n\n")]
    [InlineData("\0\0\0")]
    [InlineData("no headers at all")]
    [InlineData("From ")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\n\n--x")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\n\nnothing")]
    [InlineData("Content-Type: multipart/mixed\n\nno boundary")]
    [InlineData("Content-Type: ;;;=\n\n")]
    [InlineData("Content-Type: text/plain; charset=no-such-charset\n\nä")]
    [InlineData("Content-Transfer-Encoding: base64\n\n!!!=")]
    [InlineData("Subject: =?x?Q?=ZZ?= =?utf-8?B?%%%?=\n\n")]
    public void Broken_mail_never_throws(string text)
    {
        using var message = Read(text);
        var header = MessageReader.ReadHeader(Encoding.UTF8.GetBytes(text), ReadingBounds.Whole, CancellationToken.None);

        Assert.NotNull($"{message.Subject} {message.TextBody} {message.HtmlBody} {string.Concat(header.Select(h => h.Value))}");
    }

    [Fact]
    public void Mail_without_a_header_is_all_text()
    {
        using var message = Read("Sorry, no mailbox here by that name\nreally");

        Assert.Equal("Sorry, no mailbox here by that name\nreally", message.TextBody!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Reading_ends_when_nobody_waits_for_it_any_more() =>
        Assert.ThrowsAny<OperationCanceledException>(() => MessageReader.Read(
            "Subject: x\r\n\r\n"u8.ToArray(), ReadingBounds.Whole, new CancellationToken(canceled: true)));

    private static MimeMessage Read(string message) =>
        MessageReader.Read(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")), ReadingBounds.Whole, CancellationToken.None);
}
