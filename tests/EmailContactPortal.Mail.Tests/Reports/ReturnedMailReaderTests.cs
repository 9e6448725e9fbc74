using System.Text;
using EmailContactPortal.Mail.Reports;

namespace EmailContactPortal.Mail.Tests.Reports;

public sealed class ReturnedMailReaderTests
{
    [Theory]
    [InlineData("failed", "5.1.1", "smtp; 550 5.1.1 <x@y.example>: user unknown", ReturnedKind.HardBounce)]
    [InlineData("failed", "5.1.10", "smtp; 550 5.1.10 Recipient not found", ReturnedKind.HardBounce)]
    [InlineData("failed", "5.2.1", "smtp; 550 5.2.1 mailbox disabled", ReturnedKind.HardBounce)]
    [InlineData("Failed (permanent)", "5.4.4", "X-Postfix; Host or domain name not found", ReturnedKind.HardBounce)]
    [InlineData("failed", "5.0.0", "smtp; 550 5.1.1 no mailbox here", ReturnedKind.HardBounce)]
    [InlineData("failed", "5.0.0", "smtp; 550 No such user here", ReturnedKind.HardBounce)]
    [InlineData("failed", "5.2.2", "smtp; 552 5.2.2 mailbox full", ReturnedKind.SoftBounce)]
    [InlineData("failed", "5.7.1", "smtp; 550 5.7.1 blocked for spam", ReturnedKind.SoftBounce)]
    [InlineData("failed", "5.1.8", "smtp; 550 5.1.8 sender address refused", ReturnedKind.SoftBounce)]
    [InlineData("failed", "4.4.7", "smtp; 451 4.4.7 expired", ReturnedKind.SoftBounce)]
    [InlineData("failed", "5.3.4", "", ReturnedKind.SoftBounce)]
    [InlineData("delayed", "4.4.1", "smtp; 421 later", ReturnedKind.Nothing)]
    [InlineData("delivered", "2.0.0", "", ReturnedKind.Nothing)]
    [InlineData("relayed", "2.0.0", "", ReturnedKind.Nothing)]
    public void Reports_are_told_hard_soft_or_nothing(string action, string status, string diagnostic, ReturnedKind kind)
    {
        var returned =
            Read(Report($"Final-Recipient: rfc822; x@y.example\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: {diagnostic}"));

        Assert.Equal(kind, returned.Kind);
    }

    [Fact]
    public void The_failed_one_of_several_recipients_counts_and_its_words_are_one_line()
    {
        var returned =
            Read(
                Report(
                    "Final-Recipient: rfc822; a@y.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient: rfc822; "
                        + "b@y.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n  no such\r\n\tuser"));

        Assert.Equal(new ReturnedMail(ReturnedKind.HardBounce, "5.1.1", "550 5.1.1 no such user"), returned);
    }

    [Fact]
    public void A_report_inside_the_returned_message_is_not_taken_for_the_report()
    {
        var inner = Report("Final-Recipient: rfc822; x@y.example\r\nAction: failed\r\nStatus: 5.1.1");

        Assert.Equal(ReturnedKind.Nothing, Read("Subject: Fwd\r\nContent-Type: message/rfc822\r\n\r\n" + inner).Kind);
    }

    [Theory]
    [InlineData("abuse", ReturnedKind.Complaint)]
    [InlineData("not-spam", ReturnedKind.Nothing)]
    public void Complaints_are_known_by_their_type(string type, ReturnedKind kind) => Assert.Equal(kind, Read(
        $"Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\n\r\nA complaint\r\n--b\r\nContent-Type: "
            + $"message/feedback-report\r\n\r\nFeedback-Type: {type}\r\nVersion: 1\r\n--b--\r\n").Kind);

    [Theory]
    [InlineData("Hi. This is the program at y.example.\r\n<x@y.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n",
        ReturnedKind.HardBounce)]
    [InlineData("Your mail could not be delivered:\r\n550 No such user\r\n", ReturnedKind.HardBounce)]
    [InlineData("552 5.2.2 Quota exceeded\r\n", ReturnedKind.SoftBounce)]
    [InlineData("I am on holiday until 5.10.\r\n", ReturnedKind.Nothing)]
    public void Bounces_in_plain_words_are_understood(string words, ReturnedKind kind) =>
        Assert.Equal(kind, Read("Subject: failure notice\r\n\r\n" + words).Kind);

    [Fact]
    public void Automatic_answers_and_mails_of_people_are_nothing()
    {
        Assert.Equal(ReturnedKind.Nothing, Read("Auto-Submitted: auto-replied\r\n\r\n550 5.1.1 I no longer work here\r\n").Kind);
        Assert.Equal(
            ReturnedKind.Nothing,
            ReturnedMailReader.Read("Subject: Hello\r\n\r\nI got 550 5.1.1 user unknown, why?\r\n"u8.ToArray(), hasReturnPath: true).Kind);
        Assert.True(ReturnedMailReader.IsAutomatic("Auto-Submitted: auto-replied (vacation)\r\n\r\n"u8.ToArray()));
    }

    [Fact]
    public void Rubbish_is_nothing_and_does_no_harm()
    {
        var random = new Random(3464);
        var report = Encoding.UTF8.GetBytes(Report("Action: failed\r\nStatus: 5.1.1"));
        for (var i = 0; i < 500; i++)
        {
            var bytes = report.ToArray();
            for (var j = random.Next(1, 30); j > 0; j--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            ReturnedMailReader.Read(bytes.AsMemory(0, random.Next(bytes.Length)), hasReturnPath: false);
        }
    }

    private static ReturnedMail Read(string message) => ReturnedMailReader.Read(Encoding.UTF8.GetBytes(message), hasReturnPath: false);

    private static string Report(string recipients) =>
        "From: MAILER-DAEMON@y.example\r\nContent-Type: multipart/report; report-type=delivery-status; "
        + "boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        + $"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; "
        + $"y.example\r\n\r\n{recipients}\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: Yours\r\n--b--\r\n";
}
