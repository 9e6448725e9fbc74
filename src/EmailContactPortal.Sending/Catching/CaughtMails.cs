using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using EmailContactPortal.Domain;
using EmailContactPortal.Mail.Parsing;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Catching;

/// <summary>The mails the catcher took: one file each, an index in memory, bounded in number.</summary>
public sealed class CaughtMails(IOptions<MailCatcherOptions> options, TimeProvider time)
{
    private const string EnvelopeField = "X-Caught-For";
    private readonly Lock gate = new();
    private ImmutableList<CaughtMail>? index;

    /// <summary>Newest first, filtered by a word in recipient, sender or subject.</summary>
    public IReadOnlyList<CaughtMail> Find(string? search)
    {
        var all = Index().AsEnumerable().Reverse();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var word = search.Trim();
            all = all.Where(m => m.To.Contains(word, StringComparison.OrdinalIgnoreCase)
                || m.Subject.Contains(word, StringComparison.OrdinalIgnoreCase)
                || m.From.Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        return [.. all];
    }

    /// <summary>One mail, or null when it was dropped.</summary>
    public async Task<CaughtMailContent?> OpenAsync(long id, CancellationToken cancellationToken)
    {
        var summary = Index().Find(m => m.Id == id);
        if (summary is null || !File.Exists(PathOf(id))) return null;
        var bytes = WithoutEnvelope(await File.ReadAllBytesAsync(PathOf(id), cancellationToken));
        var message = MessageParser.Parse(bytes);
        return new CaughtMailContent(
            summary,
            [.. message.Headers.Select(h => KeyValuePair.Create(h.Name, message.Headers.Count(o => o.Name == h.Name) == 1 ? message.Header(h.Name) ?? h.Value : h.Value))],
            message.Find("text/html")?.Text,
            message.Find("text/plain")?.Text,
            Encoding.UTF8.GetString(bytes));
    }

    /// <summary>Drops all of them.</summary>
    public void Clear()
    {
        lock (gate)
        {
            foreach (var mail in Index()) File.Delete(PathOf(mail.Id));
            index = [];
        }
    }

    /// <summary>Takes a mail.</summary>
    internal async ValueTask<bool> AddAsync(string recipients, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        long id;
        var envelope = Encoding.UTF8.GetBytes($"{EnvelopeField}: {recipients}\r\n");
        var at = time.GetUtcNow().UtcDateTime;
        lock (gate)
        {
            var all = Index();
            id = Math.Max(all.IsEmpty ? 0 : all[^1].Id + 1, at.Ticks);
            index = all.Add(Summarize(id, at, recipients, content.Span));
            while (index.Count > options.Value.Keep)
            {
                File.Delete(PathOf(index[0].Id));
                index = index.RemoveAt(0);
            }
        }

        await using var file = File.Create(PathOf(id));
        await file.WriteAsync(envelope, cancellationToken);
        await file.WriteAsync(content, cancellationToken);
        return true;
    }

    private static byte[] WithoutEnvelope(byte[] file) => file[(Array.IndexOf(file, (byte)'\n') + 1)..];

    private static CaughtMail Summarize(long id, DateTime at, string recipients, ReadOnlySpan<byte> content)
    {
        // The headers suffice for the list; a body may be large.
        var end = content.IndexOf("\r\n\r\n"u8) is var n and >= 0 ? n + 4 : content.Length;
        var headers = MessageParser.Parse(content[..end]);
        return new CaughtMail(id, at, Text.Bound(recipients, 500), Text.Bound(headers.Header("From") ?? "", 300), Text.Bound(headers.Header("Subject") ?? "", 500), content.Length);
    }

    private string PathOf(long id) => Path.Combine(options.Value.Directory, id.ToString(CultureInfo.InvariantCulture) + ".eml");

    private ImmutableList<CaughtMail> Index()
    {
        lock (gate)
        {
            return index ??= ReadIndex();
        }
    }

    private ImmutableList<CaughtMail> ReadIndex()
    {
        Directory.CreateDirectory(options.Value.Directory);
        var mails = ImmutableList.CreateBuilder<CaughtMail>();
        foreach (var path in Directory.EnumerateFiles(options.Value.Directory, "*.eml"))
        {
            if (!long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            var file = File.ReadAllBytes(path);
            var envelope = MessageParser.Parse(file).Header(EnvelopeField) ?? "";
            mails.Add(Summarize(id, new DateTime(id, DateTimeKind.Utc), envelope, WithoutEnvelope(file)));
        }

        mails.Sort((a, b) => a.Id.CompareTo(b.Id));
        return mails.ToImmutable();
    }
}
