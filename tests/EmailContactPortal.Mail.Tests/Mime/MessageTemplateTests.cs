using EmailContactPortal.Mail.Encodings;
using EmailContactPortal.Mail.Mime;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Mail.Tests.Mime;

public class MessageTemplateTests
{
    private static readonly TextPattern Name = TextPattern.OfValue(0);
    private static readonly TextPattern Body = new(
        new Segment.Literal("Dear "),
        new Segment.Value(0),
        new Segment.Literal(",\r\n.a dotted line with = signs\r\n"),
        new Segment.SkipIfEmpty(1, 3),
        new Segment.Literal("of "),
        new Segment.Value(1),
        new Segment.Skip(1),
        new Segment.Literal("without a company"),
        new Segment.Literal(".\r\n" + new string('z', 200) + " "),
        new Segment.Value(2),
        new Segment.Literal("\r\nhttps://example.com/c/"),
        new Segment.Value(2),
        new Segment.Value(0));

    private static readonly MessageTemplate Western = Template(Body);
    private static readonly MessageTemplate Eastern = Template(new TextPattern(
        [new Segment.Literal(string.Concat(Enumerable.Repeat("今月のニュースレターをお届けします。", 30)) + "\r\n"), .. Body.Segments]));

    [Fact]
    public async Task Any_values_survive_filling()
    {
        var names = UnicodeText.Samples(200);
        var companies = UnicodeText.Samples(200);
        var tokens = UnicodeText.Samples(200);
        var messages = names.Select((name, i) => Fill(i % 2 == 0 ? Western : Eastern, name, companies[i], tokens[i])).ToArray();

        var read = await ForeignParser.ParseAsync(messages);

        for (var i = 0; i < names.Length; i++)
        {
            using var values = Values(names[i], companies[i], tokens[i]);
            Assert.EndsWith(LineEndings.Normalize(Body.Render(values)), read[i].Text);
            Assert.EndsWith(LineEndings.Normalize(Body.Render(values)), read[i].Html);
            var header = string.Concat(names[i].Select(c => char.IsControl(c) ? ' ' : c));
            Assert.Equal(("For " + header).Trim(' '), read[i].Subject);
            MailMessageTests.AssertWireRules(messages[i]);
            MimeKitJudge.Judge(
                messages[i],
                new MeantMail
                {
                    Subject = Meaning.Line("For " + names[i]),
                    Text = read[i].Text,
                    Html = read[i].Html,
                    From = (Meaning.Line(names[i]), "sender@example.com"),
                });
        }
    }

    [Fact]
    public void Encoding_follows_the_text()
    {
        Assert.Equal("7bit", BodyPart.Create(TextPattern.Of("plain words")).TransferEncoding);
        Assert.Equal(
            "quoted-printable",
            BodyPart.Create(TextPattern.Of("Hyvää päivää, and all the rest is in plain English letters")).TransferEncoding);
        Assert.Equal("quoted-printable", BodyPart.Create(Body).TransferEncoding);
        Assert.Equal("base64", BodyPart.Create(TextPattern.Of("مرحبا بكم")).TransferEncoding);
        Assert.Equal("quoted-printable", BodyPart.Create(TextPattern.Of(".dot")).TransferEncoding);
    }

    [Fact]
    public void Pattern_that_jumps_outside_itself_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TextPattern(new Segment.Skip(1)));

    [Fact]
    public void Word_too_long_for_a_line_is_refused_in_a_header_of_fixed_syntax()
    {
        var template = new MessageTemplateBuilder().Raw("List-Unsubscribe", Name).Build();
        Assert.Throws<FormatException>(() => Fill(template, new string('x', 2000), "", ""));
    }

    private static MessageTemplate Template(TextPattern body) => new MessageTemplateBuilder()
        .Mailbox("From", Name, TextPattern.Of("sender@example.com"))
        .Text("Subject", new TextPattern(new Segment.Literal("For "), new Segment.Value(0)))
        .TextBody(body)
        .HtmlBody(body)
        .Build();

    private static byte[] Fill(MessageTemplate template, string name, string company, string token)
    {
        using var values = Values(name, company, token);
        using var output = new MessageBuffer();
        template.Write(values, output);
        return output.ToArray();
    }

    private static MessageValues Values(string name, string company, string token)
    {
        var values = new MessageValues(3);
        values.Set(0, name);
        values.Set(1, company);
        values.Set(2, token);
        return values;
    }
}
