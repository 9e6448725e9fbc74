using System.Text;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Tests.Smtp;

public class SmtpReplyParserTests
{
    [Fact]
    public void Endless_answer_is_cut_off()
    {
        var line = Encoding.ASCII.GetBytes("250-" + new string('x', 5000));
        Assert.Throws<FormatException>(() => SmtpReplyParser.TryParse(line, out _));
        var many = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("250-" + new string('x', 1000) + "\r\n", 100)));
        Assert.Throws<FormatException>(() => SmtpReplyParser.TryParse(many, out _));
        Assert.Throws<FormatException>(() => SmtpReplyParser.TryParse("250 bare\n"u8, out _));
    }
}
