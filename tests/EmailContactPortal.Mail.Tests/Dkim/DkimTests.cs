using System.Text;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Dkim;
using EmailContactPortal.Mail.Encodings;
using EmailContactPortal.Mail.Mime;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Mail.Tests.Dkim;

public class DkimTests
{
    private static readonly DateTimeOffset Date = new(2026, 11, 21, 18, 25, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Plain")]
    [InlineData("Hyvää päivää, a rather long subject line that has to be folded because it does not fit on one line")]
    [InlineData("山田さん 🎉")]
    public async Task Both_signatures_hold_for_another_implementation(string text)
    {
        using var rsa = DkimKey.GenerateRsa();
        using var ed25519 = DkimKey.GenerateEd25519();
        var message = Message(text, text + "  \t two  blanks \r\n\r\n.\r\n\r\n\r\n");

        Assert.Equal(new[] { true, true }, await VerifyAsync(message, new DkimSelector("r1", rsa), new DkimSelector("e1", ed25519)));
    }

    [Fact]
    public async Task Bodies_that_are_hard_to_bring_into_relaxed_form_hold_too()
    {
        using var rsa = DkimKey.GenerateRsa();
        var selector = new DkimSelector("r1", rsa);
        string[] pieces = ["", " ", "\t", "  ", "\r\n", "\r\n\r\n", " \r\n", "\t\r\n", ".", "\r\n.\r\n", "word", "a b", "ä 山",
            new string('w', 2000), string.Concat(Enumerable.Repeat("x  ", 900))];
        var random = new Random(6376);
        var bodies = pieces.Concat(Enumerable.Range(0, 300)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)]))));
        var signed = bodies
            .Select(body => Sign(
                Encoding.UTF8.GetBytes("From: a@example.com\r\nSubject:  two   blanks\t\r\n folded \r\n\r\n" + body + "\r\n"), selector))
                    .ToList();

        Assert.All(await DkimVerifier.VerifyAsync(signed, Records([selector])), holds => Assert.Equal([true], holds));
    }

    [Fact]
    public async Task Signatures_put_in_front_of_a_message_leave_it_as_it_was()
    {
        using var rsa = DkimKey.GenerateRsa();
        using var ed25519 = DkimKey.GenerateEd25519();
        DkimSelector[] selectors = [new("r1", rsa), new("e1", ed25519)];
        var message = Message("Subject", "Text");
        using var buffer = new MessageBuffer(16);
        buffer.Write(message);

        new DkimSigner("example.com", selectors).Sign(buffer, Date);

        Assert.True(buffer.Span.EndsWith(message));
        Assert.Equal(new[] { true, true }, await VerifySignedAsync(buffer.ToArray(), selectors));
    }

    [Fact]
    public async Task Changed_message_is_noticed()
    {
        using var rsa = DkimKey.GenerateRsa();
        var message = Message("s", "hundred euros");
        var changed = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Sign(message, new DkimSelector("r1", rsa)))
            .Replace("hundred", "million"));

        Assert.Equal(new[] { false }, await VerifySignedAsync(changed, new DkimSelector("r1", rsa)));
    }

    [Theory]
    [InlineData("Subject: s", "Subject: another")]
    [InlineData("\nFrom:", "\nFrom: victim@example.com\r\nFrom:")]
    [InlineData("\nFrom:", "\nReply-To: me@example.org\r\nFrom:", true)]
    [InlineData("text/plain", "text/richtext")]
    [InlineData("bh=", "bh=AAAA")]
    public async Task A_changed_header_is_noticed_and_so_is_a_second_sender(string original, string changed, bool isAllowed = false)
    {
        using var rsa = DkimKey.GenerateRsa();
        using var ed25519 = DkimKey.GenerateEd25519();
        DkimSelector[] selectors = [new("r1", rsa), new("e1", ed25519)];
        var tampered = Encoding.ASCII.GetString(Sign(Message("s", "text"), selectors)).Replace(original, changed, StringComparison.Ordinal);

        Assert.Equal(new[] { isAllowed, isAllowed }, await VerifySignedAsync(Encoding.ASCII.GetBytes(tampered), selectors));
    }

    [Fact]
    public async Task Keys_survive_export_and_import()
    {
        foreach (var key in new[] { DkimKey.GenerateRsa(), DkimKey.GenerateEd25519() })
        {
            using var again = DkimKey.Import(key.ExportPem());
            Assert.Equal(key.DnsRecord, again.DnsRecord);
            Assert.Equal(new[] { true }, await VerifyAsync(Message("s", "t"), new DkimSelector("x", again)));
            key.Dispose();
        }

        Assert.Throws<FormatException>(() => DkimKey.Import("no key"));
    }

    [Fact]
    public void A_key_that_was_stored_by_earlier_versions_is_read()
    {
        // The example of RFC 8410 10.3.
        using var key =
            DkimKey.Import(
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE "
                    + "KEY-----\n");

        Assert.EndsWith("p=Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=", key.DnsRecord, StringComparison.Ordinal);
        Assert.Contains("MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC", key.ExportPem(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ed25519_agrees_with_the_vectors_of_rfc_8032()
    {
        using var key = Ed25519DkimKey.FromSeed(Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        Assert.EndsWith(
            Convert.ToBase64String(Convert.FromHexString("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")),
            key.DnsRecord);
        Assert.Equal(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            Convert.ToHexStringLower(key.SignHash([0x72])));
    }

    [Fact]
    public async Task One_key_signs_on_many_threads()
    {
        using var rsa = DkimKey.GenerateRsa();
        var selector = new DkimSelector("r1", rsa);
        var message = Message("s", "t");
        var signed = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Sign(message, selector))));

        Assert.All(signed, bytes => Assert.Equal(signed[0], bytes));
    }

    private static byte[] Message(string subject, string text) => new MailMessage
    {
        From = NamedMailbox.Of("sender@example.com", subject),
        To = [NamedMailbox.Of("someone@example.org")],
        Subject = subject,
        Text = text,
        Html = $"<p>{text}</p>",
        Date = Date,
        MessageId = "id@example.com",
    }.ToBytes();

    private static byte[] Sign(byte[] message, params DkimSelector[] selectors)
    {
        using var output = new MessageBuffer();
        new DkimSigner("example.com", selectors).Sign(message, Date, output);
        output.Write(message);
        return output.ToArray();
    }

    private static Task<bool[]> VerifyAsync(byte[] message, params DkimSelector[] selectors) =>
        VerifySignedAsync(Sign(message, selectors), selectors);

    private static async Task<bool[]> VerifySignedAsync(byte[] signed, params DkimSelector[] selectors) =>
        (await DkimVerifier.VerifyAsync([signed], Records(selectors)))[0];

    private static Dictionary<string, string> Records(DkimSelector[] selectors) =>
        selectors.ToDictionary(s => $"{s.Name}._domainkey.example.com", s => s.Key.DnsRecord);
}
