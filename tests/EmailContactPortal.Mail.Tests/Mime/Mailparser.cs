using System.Runtime.CompilerServices;
using System.Text.Json;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Mail.Tests.Mime;

/// <summary>npm's mailparser reads what we wrote: what many mail programs and services in JavaScript read mail with.</summary>
internal static class Mailparser
{
    private const string Script = """
        const { simpleParser } = require('mailparser');
        const libmime = require('libmime');
        const chunks = [];
        process.stdin.on('data', c => chunks.push(c)).on('end', async () => {
          const people = field => (field ? field.value : []).map(p => [p.name, p.address]);
          const out = [];
          for (const item of JSON.parse(Buffer.concat(chunks).toString())) {
            const m = await simpleParser(Buffer.from(item, 'base64'), { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
            out.push({ Subject: m.subject ?? '', Text: m.text ?? '', Html: m.html || '', From: people(m.from), To: people(m.to), ReplyTo: people(m.replyTo),
              Names: m.headerLines.map(h => h.key), Note: libmime.decodeWords(m.headers.get('x-note') ?? ''), MessageId: m.messageId ?? '' });
          }
          process.stdout.write(JSON.stringify(out));
        });
        """;

    internal sealed record Parsed(
        string Subject, string Text, string Html, string[][] From, string[][] To, string[][] ReplyTo, string[] Names, string Note,
        string MessageId);

    internal static async Task<Parsed[]> ParseAsync(IReadOnlyCollection<byte[]> messages) =>
        JsonSerializer.Deserialize<Parsed[]>(await ForeignProgram.RunAsync(
            "node", ["-e", Script], JsonSerializer.Serialize(messages), Folder()))!;

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, ".."));
}
