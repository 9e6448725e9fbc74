using System.Text;
using System.Text.Json;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace EmailContactPortal.Testing;

/// <summary>
/// The opinion of python3-dkim and of MimeKit on signatures: implementations that share nothing with ours, and must agree.
/// </summary>
public static class DkimVerifier
{
    private const string Script = """
        import sys, json, base64, dkim
        job = json.load(sys.stdin)
        dns = lambda name, timeout=5: job['records'].get(name.decode().rstrip('.'), '').encode()
        def judge(item):
            raw = base64.b64decode(item)
            d = dkim.DKIM(raw)
            def holds(i):
                try: return d.verify(idx=i, dnsfunc=dns)
                except dkim.DKIMException: return False
            return [holds(i) for i in range(sum(1 for name, value in d.headers if name.lower() == b'dkim-signature'))]
        print(json.dumps([judge(m) for m in job['messages']]))
        """;

    /// <summary>For every message, whether each of its signatures holds, top to bottom; fails when the two do not agree.</summary>
    /// <param name="messages">As delivered.</param>
    /// <param name="records">Names in DNS and their TXT.</param>
    public static async Task<bool[][]> VerifyAsync(IReadOnlyCollection<byte[]> messages, IReadOnlyDictionary<string, string> records)
    {
        var verdicts = JsonSerializer.Deserialize<bool[][]>(await ForeignProgram.PythonAsync(
            Script, JsonSerializer.Serialize(new { messages, records })))!;
        foreach (var (message, verdict) in messages.Zip(verdicts))
            if (VerifyWithMimeKit(message, records) is var other && !other.SequenceEqual(verdict))
                throw new InvalidOperationException(
                    $"python3-dkim says {string.Join(' ', verdict)} and MimeKit {string.Join(' ', other)}:\n{Encoding.Latin1.GetString(message)}");
        return verdicts;
    }

    private static bool[] VerifyWithMimeKit(byte[] bytes, IReadOnlyDictionary<string, string> records)
    {
        var verifier = new MimeKit.Cryptography.DkimVerifier(new Records(records));
        using var message = MimeMessage.Load(new MemoryStream(bytes));
        return [.. message.Headers.Where(h => h.Id == HeaderId.DkimSignature).Select(h => verifier.Verify(message, h))];
    }

    private sealed class Records(IReadOnlyDictionary<string, string> records) : DkimPublicKeyLocatorBase
    {
        public override AsymmetricKeyParameter LocatePublicKey(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            GetPublicKey(records[$"{selector}._domainkey.{domain}"]);

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
