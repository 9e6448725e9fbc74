using System.Text.Json;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Mail.Tests.Mime;

/// <summary>Python's email package reads what we wrote: an implementation that shares nothing with ours.</summary>
internal static class ForeignParser
{
    private const string Script = """
        import sys, json, base64, email, email.policy
        from email.utils import getaddresses
        from email.header import decode_header, make_header
        out = []
        for item in json.load(sys.stdin):
            raw = base64.b64decode(item)
            m = email.message_from_bytes(raw, policy=email.policy.default)
            def part(kind):
                p = m.get_body(preferencelist=(kind,))
                return None if p is None else p.get_payload(decode=True).decode(p.get_content_charset())
            # The new policy of Python before 3.13 leaves a blank between encoded words of a name; the old one does not.
            old = email.message_from_bytes(raw)
            def people(name):
                lines = [v.replace('\r\n', '') for v in old.get_all(name, [])]
                return [[str(make_header(decode_header(n))), a] for n, a in getaddresses(lines)]
            out.append(dict(Subject=m['Subject'], Text=part('plain'), Html=part('html'), From=people('From'), To=people('To'),
                            ReplyTo=people('Reply-To'), Names=[k for k in m.keys()],
                            Headers={k.lower(): str(v) for k, v in m.items()},
                            Type=m.get_content_type(), Defects=[str(d) for p in m.walk() for d in p.defects]))
        json.dump(out, sys.stdout)
        """;

    internal sealed record Parsed(
        string? Subject,
        string? Text,
        string? Html,
        string[][] From,
        string[][] To,
        string[][] ReplyTo,
        string[] Names,
        Dictionary<string, string> Headers,
        string Type,
        string[] Defects);

    internal static async Task<Parsed> ParseAsync(byte[] message) => (await ParseAsync([message]))[0];

    internal static async Task<Parsed[]> ParseAsync(IReadOnlyCollection<byte[]> messages)
    {
        var output = await ForeignProgram.PythonAsync(Script, JsonSerializer.Serialize(messages));
        return JsonSerializer.Deserialize<Parsed[]>(output)!;
    }
}
