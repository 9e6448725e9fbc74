using System.Text;
using EmailContactPortal.Mail.Reading;
using EmailContactPortal.Mail.Reports;
using MimeKit;

namespace EmailContactPortal.Mail.Tests.Reading;

/// <summary>
/// Mail made to be expensive: anybody who knows a return address can send it. What it costs is told by the memory asked for, which a busy
/// machine does not change.
/// </summary>
public sealed class HostileMailTests
{
    private const long Affordable = 48 * 1024 * 1024;
    private const string Report =
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSorry\r\n--b\r\nContent-Type: "
            + "message/delivery-status\r\n\r\n";
    private const string Failed = "Final-Recipient: rfc822; x@y.example\r\nAction: failed\r\nStatus: 5.1.1\r\n";
    private static readonly string Folds = Repeat(" y\r\n", 1_100_000);
    private static readonly string LongFolds = Repeat(" " + new string('y', 68) + "\r\n", 5_000_000);
    private static readonly string ManyFields = Repeat("a: b\r\n", 5_000_000);

    public static TheoryData<string> Names => [.. Mails.Keys];

    private static Dictionary<string, string> Mails { get; } = new()
    {
        ["1.1 MB of continuation lines"] = "Subject: x\r\n" + Folds + "\r\nbody",
        ["5 MB of continuation lines"] = "Subject: x\r\n" + LongFolds + "\r\nbody",
        ["5 MB in one field"] = "Subject: " + new string('y', 5_000_000) + "\r\n\r\nbody",
        ["5 MB of fields"] = ManyFields + "\r\nbody",
        ["a header without end"] = "Subject: x\r\n" + LongFolds,
        ["many long fields"] = string.Concat(Enumerable.Range(0, 300).Select(i => $"X-{i}: x\r\n" + Repeat(" y\r\n", 17_000))) + "\r\nbody",
        ["blank lines before the header"] = "\r\n\r\n\r\nSubject: x\r\n" + LongFolds + "\r\nbody",
        ["a part's header"] = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nX-A: x\r\n" + Folds + "\r\nbody\r\n--b--\r\n",
        ["an enclosed message's header"] = "Content-Type: message/rfc822\r\n\r\nSubject: x\r\n" + Folds + "\r\nbody",
        ["an enclosed message's header, its type folded"] = "Content-Type:\r\n\tMeSSage/rfc822\r\n\r\nSubject: x\r\n" + Folds + "\r\nbody",
        ["the header of a digest's message"] = "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: x\r\n" + Folds
            + "\r\nbody\r\n--b--\r\n",
        ["returned headers"] = "Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\n" + Folds,
        ["a report's field"] = Report + "X-A: x\r\n" + Folds + "--b--\r\n",
        ["a report's field in base64"] = Report.TrimEnd() + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(Encoding.ASCII.GetBytes("X-A: x\r\n" + Folds), Base64FormattingOptions.InsertLineBreaks)
                + "\r\n--b--\r\n",
        ["a complaint's field"] =
            "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nX-A: x\r\n" + Folds
                + "--b--\r\n",
        ["200,000 parts"] = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + Repeat("--b\r\n\r\n\r\n", 200_000 * 9),
        ["5,000 multiparts one in the other"] = Repeat("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", 250_000),
        ["multiparts one in the other with boundaries of their own"] =
            string.Concat(Enumerable.Range(0, 4000).Select(i => $"Content-Type: multipart/mixed; boundary=x{i}\r\n\r\n--x{i}\r\n"))
                + Repeat("--y\r\n", 1_000_000),
        ["messages one in the other"] = Repeat("Content-Type: message/rfc822\r\n\r\n", 1_000_000),
        ["64,000 parameters"] = "Content-Type: text/plain" + Repeat(";a=b", 256_000) + "\r\n\r\nbody",
        ["60,000 addresses"] = "From: " + Repeat("a@b, ", 256_000) + "\r\n\r\nbody",
        ["comments one in the other"] = "From: " + new string('(', 256_000) + "\r\n\r\nbody",
        ["2 MB of empty lines"] = "Subject: x\r\n\r\n" + Repeat("\r\n", 2_000_000),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Reading_costs_little(string name)
    {
        var mail = Encoding.ASCII.GetBytes(Mails[name]);
        // What the first use of the library costs is not the mail's.
        ReturnedMailReader.Read("Subject: x\r\n\r\nbody"u8.ToArray(), hasReturnPath: false);
        var before = GC.GetAllocatedBytesForCurrentThread();

        ReturnedMailReader.Read(mail, hasReturnPath: false);
        ReturnedMailReader.IsAutomatic(mail);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Affordable);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Opening_caught_mail_costs_little(string name)
    {
        var mail = Encoding.ASCII.GetBytes(Mails[name]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        using var message = MessageReader.Read(mail, ReadingBounds.Whole, CancellationToken.None);
        var header = MessageReader.ReadHeader(mail, ReadingBounds.Whole, CancellationToken.None);

        Assert.NotNull($"{message.Subject} {message.TextBody?.Length} {message.HtmlBody?.Length}");
        Assert.InRange(header.Sum(h => h.Value.Length), 0, ReadingBounds.Whole.MaxHeaderBytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * Affordable);
    }

    [Fact]
    public void What_stands_within_the_bounds_is_judged()
    {
        string[] mails =
        [
            "Subject: x\r\n" + Folds + Report + Failed + "\r\n--b--\r\n",
            Report + Failed + "X-A: x\r\n" + Folds + "--b--\r\n",
            Report + Failed + "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n" + Folds,
            Report + Failed + "\r\n" + Repeat("--b\r\n\r\n\r\n", 1_000_000),
            Report + Failed + "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\n" + new string('z', 5_000_000),
        ];

        Assert.All(
            mails, m => Assert.Equal(
                new ReturnedMail(ReturnedKind.HardBounce, "5.1.1", "Returned with status 5.1.1"),
                ReturnedMailReader.Read(Encoding.ASCII.GetBytes(m), hasReturnPath: false)));
    }

    [Fact]
    public void Parts_and_depth_end_at_their_bounds()
    {
        using var flat = MessageReader.Read(
            Encoding.ASCII.GetBytes(Mails["200,000 parts"]), ReadingBounds.Returned, CancellationToken.None);
        using var deep = MessageReader.Read(
            Encoding.ASCII.GetBytes(Mails["5,000 multiparts one in the other"]), ReadingBounds.Returned, CancellationToken.None);

        // The library has some kB in hand when it is told that the message ends.
        Assert.InRange(flat.BodyParts.Count(), 50, 1000);
        var depth = 0;
        for (MimeEntity? part = deep.Body; part is Multipart { Count: > 0 } parts; part = parts[0])
            depth++;
        Assert.InRange(depth, 10, ReadingBounds.Returned.MaxDepth);
    }

    [Fact]
    public void Bodies_that_look_like_headers_are_left_whole()
    {
        var body = "a: b\r\n" + Repeat("  indented: yes\r\n", 400_000) + "--\r\nsigned: me\r\n";
        using var message = MessageReader.Read(
            Encoding.ASCII.GetBytes("Subject: x\r\nMessage-ID: <a@b>\r\n\r\n" + body), ReadingBounds.Whole, CancellationToken.None);

        Assert.Equal(body, message.TextBody!.ReplaceLineEndings("\r\n"));
    }

    private static string Repeat(string text, int length) => string.Concat(Enumerable.Repeat(text, length / text.Length));
}
