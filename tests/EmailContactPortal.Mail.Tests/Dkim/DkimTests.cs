using System.Text;
using System.Text.Json;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Dkim;
using EmailContactPortal.Mail.Mime;
using EmailContactPortal.Mail.Tests.Mime;

namespace EmailContactPortal.Mail.Tests.Dkim;

public class DkimTests
{
    private const string Verify = """
        import sys, json, base64, dkim
        job = json.load(sys.stdin)
        raw = base64.b64decode(job['message'])
        dns = lambda name, timeout=5: job['records'][name.decode().rstrip('.')].encode()
        d = dkim.DKIM(raw)
        def holds(i):
            try: return d.verify(idx=i, dnsfunc=dns)
            except dkim.ValidationError: return False
        print(json.dumps([holds(i) for i in range(len(job['records']))]))
        """;

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
    public async Task Changed_message_is_noticed()
    {
        using var rsa = DkimKey.GenerateRsa();
        var message = Message("s", "hundred euros");
        var changed = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Sign(message, new DkimSelector("r1", rsa))).Replace("hundred", "million"));

        Assert.Equal(new[] { false }, await VerifySignedAsync(changed, new DkimSelector("r1", rsa)));
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
    public void Ed25519_agrees_with_the_vectors_of_rfc_8032()
    {
        using var key = Ed25519DkimKey.FromSeed(Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        Assert.EndsWith(Convert.ToBase64String(Convert.FromHexString("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")), key.DnsRecord);
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

    private static async Task<bool[]> VerifySignedAsync(byte[] signed, params DkimSelector[] selectors)
    {
        // python3-dkim takes an Ed25519 key bare, as RFC 8463 writes it.
        var job = new
        {
            message = signed,
            records = selectors.ToDictionary(s => $"{s.Name}._domainkey.example.com", s => s.Key.DnsRecord),
        };
        return JsonSerializer.Deserialize<bool[]>(await Python.RunAsync(Verify, JsonSerializer.Serialize(job)))!;
    }
}
