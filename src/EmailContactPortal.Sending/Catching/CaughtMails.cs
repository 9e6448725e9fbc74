using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using EmailContactPortal.Domain;
using EmailContactPortal.Mail.Reading;
using Microsoft.Extensions.Options;
using MimeKit;

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
        using var message = MessageReader.Read(bytes, ReadingBounds.Whole, cancellationToken);
        var header = MessageReader.ReadHeader(bytes, ReadingBounds.Whole, cancellationToken);
        return new CaughtMailContent(
            summary,
            [.. header.Select(h => KeyValuePair.Create(h.Field, h.Value))],
            message.HtmlBody,
            message.TextBody,
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
            index = all.Add(Summarize(id, at, recipients, content));
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

    private static CaughtMail Summarize(long id, DateTime at, string recipients, ReadOnlyMemory<byte> content)
    {
        var header = HeaderOf(content);
        return new CaughtMail(
            id, at, Text.Bound(recipients, 500), Text.Bound(header["From"] ?? "", 300), Text.Bound(header["Subject"] ?? "", 500),
            content.Length);
    }

    // The header suffices for the list.
    private static HeaderList HeaderOf(ReadOnlyMemory<byte> content) =>
        MessageReader.ReadHeader(content, ReadingBounds.Whole, CancellationToken.None);

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
            if (!long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            var file = File.ReadAllBytes(path);
            var envelope = HeaderOf(file)[EnvelopeField] ?? "";
            mails.Add(Summarize(id, new DateTime(id, DateTimeKind.Utc), envelope, WithoutEnvelope(file)));
        }

        mails.Sort((a, b) => a.Id.CompareTo(b.Id));
        return mails.ToImmutable();
    }
}
