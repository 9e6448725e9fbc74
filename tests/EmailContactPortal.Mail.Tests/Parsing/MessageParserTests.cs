using System.Text;
using EmailContactPortal.Mail.Parsing;

namespace EmailContactPortal.Mail.Tests.Parsing;

public sealed class MessageParserTests
{
    private static MessagePart Parse(string message) => MessageParser.Parse(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")));

    [Fact]
    public void An_alternative_message_gives_its_text_and_its_HTML()
    {
        var message = Parse("""
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

        Assert.Equal("Kevätmessut 🌷", message.Header("subject"));
        Assert.Equal("Hyvää päivää, a long line", message.Find("text/plain")!.Text);
        Assert.Equal("<p>Hyvää</p>", message.Find("text/html")!.Text);
        Assert.Equal(2, message.Children.Count);
    }

    [Fact]
    public void A_character_split_over_two_encoded_words_is_whole_again() =>
        Assert.Equal("ä", Parse("Subject: =?utf-8?Q?=C3?= =?utf-8?Q?=A4?=\n\n").Header("Subject"));

    [Fact]
    public void Old_charsets_are_read() =>
        Assert.Equal("é", Parse("Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n=E9").Text);

    [Fact]
    public void An_enclosed_message_is_opened()
    {
        var message = Parse("Content-Type: message/rfc822\n\nSubject: inner\n\nbody");

        Assert.Equal("inner", Assert.Single(message.Children).Header("Subject"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no headers at all")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\n\n--x")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\n\nnothing")]
    [InlineData("Content-Type: ;;;=\n\n")]
    [InlineData("Content-Transfer-Encoding: base64\n\n!!!=")]
    [InlineData("Subject: =?x?Q?=ZZ?= =?utf-8?B?%%%?=\n\n")]
    public void Broken_mail_never_throws(string message) => Assert.NotNull(Parse(message));

    [Fact]
    public void Deeply_nested_multiparts_end_somewhere()
    {
        var builder = new StringBuilder();
        for (var i = 0; i < 2000; i++) builder.Append("Content-Type: multipart/mixed; boundary=x\n\n--x\n");

        Assert.NotNull(Parse(builder.ToString()));
    }
}
