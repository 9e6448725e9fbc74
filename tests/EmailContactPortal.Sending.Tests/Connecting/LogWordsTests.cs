using System.Text;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Sending.Connecting;

namespace EmailContactPortal.Sending.Tests.Connecting;

public sealed class LogWordsTests
{
    [Theory]
    [InlineData("MAIL FROM:<b-token-77@bounces.example.com> SIZE=1 ENVID=x@y RET=HDRS",
        "MAIL FROM:<[return path]@bounces.example.com> SIZE=1 ENVID=[hidden] RET=HDRS")]
    [InlineData("RCPT TO:<anna@example.org> NOTIFY=FAILURE ORCPT=rfc822;anna@example.org",
        "RCPT TO:<[address]@example.org> NOTIFY=FAILURE ORCPT=[address]")]
    [InlineData("RCPT TO:<\"a b\"@example.org>", "RCPT TO:<[address]@example.org>")]
    [InlineData("RCPT TO:<jösé@yhtiö.fi>", "RCPT TO:<[address]@yhtiö.fi>")]
    [InlineData("550 5.1.1 anna@example.org, bo@example.org: unknown", "550 5.1.1 [address]@example.org, [address]@example.org: unknown")]
    [InlineData("MAIL FROM:<>", "MAIL FROM:<>")]
    public void Nothing_names_a_person(string line, string kept) => Assert.Equal(kept, LogWords.WithoutAddresses(line));

    [Theory]
    [InlineData("AUTH PLAIN AHRpbQB0aW0=", "AUTH PLAIN [hidden]")]
    [InlineData("AUTH LOGIN", "AUTH LOGIN")]
    [InlineData("dGltAHRpbQ==", "[hidden]")]
    public void Nothing_of_a_sign_in_is_kept(string line, string kept) => Assert.Equal(kept, LogWords.OfSignIn(line));

    [Theory]
    [InlineData("Subject: x\r\n\r\nbody\r\n.\r\nMAIL FROM:<a@b.example>\r\n", "MAIL FROM:<a@b.example>\r\n")]
    [InlineData("BDAT 6 LAST\r\nx\r\n.\r\nMAIL FROM:<a@b.example>\r\n", "MAIL FROM:<a@b.example>\r\n")]
    [InlineData("Subject: x\r\n\r\nno end yet\r\n", "")]
    public void Only_commands_are_left_of_what_leaves_with_a_mail(string sent, string left)
    {
        var bytes = Encoding.UTF8.GetBytes(sent);
        Assert.Equal(left, Encoding.UTF8.GetString(bytes.AsSpan(LogWords.EndOfMail(SmtpStage.EndOfData, bytes))));
    }
}
