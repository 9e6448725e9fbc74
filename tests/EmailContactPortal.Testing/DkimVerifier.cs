using System.Text.Json;

namespace EmailContactPortal.Testing;

/// <summary>python3-dkim's opinion on signatures, an implementation that shares nothing with ours.</summary>
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

    /// <summary>For every message, whether each of its signatures holds, top to bottom.</summary>
    /// <param name="messages">As delivered.</param>
    /// <param name="records">Names in DNS and their TXT.</param>
    public static async Task<bool[][]> VerifyAsync(IReadOnlyCollection<byte[]> messages, IReadOnlyDictionary<string, string> records) =>
        JsonSerializer.Deserialize<bool[][]>(await ForeignProgram.PythonAsync(Script, JsonSerializer.Serialize(new { messages, records })))!;
}
