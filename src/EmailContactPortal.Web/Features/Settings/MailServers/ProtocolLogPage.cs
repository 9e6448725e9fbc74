using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Connecting;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.MailServers;

/// <summary>What a person looks for in a protocol log.</summary>
/// <param name="Q">A piece of a line.</param>
/// <param name="Connection">One connection; empty is all.</param>
/// <param name="Replies"><c>trouble</c> shows only answers of 400 and more.</param>
internal sealed record ProtocolLogFilter(string? Q = null, string? Connection = null, string? Replies = null)
{
    /// <summary>Whether only answers of trouble are wanted.</summary>
    public bool OnlyTrouble => Replies == "trouble";
}

/// <summary>The protocol log of a mail server, the newest lines of it.</summary>
/// <param name="Until">UTC until which it is on; null when it never was, or is deleted.</param>
/// <param name="IsOn">Whether lines are still added.</param>
/// <param name="DeletedAt">UTC.</param>
/// <param name="Count">Lines that fit the filter.</param>
/// <param name="Lines">The newest of them, oldest first.</param>
/// <param name="Connections">All connections heard.</param>
/// <param name="Filter">What was looked for.</param>
internal sealed partial record ProtocolLogPage(
    DateTime? Until, bool IsOn, DateTime? DeletedAt, int Count, IReadOnlyList<SmtpLogLine> Lines, IReadOnlyList<string> Connections,
    ProtocolLogFilter Filter)
{
    /// <summary>Lines on the page at most.</summary>
    public const int Shown = 500;

    /// <summary>A server whose log was not switched on.</summary>
    public static ProtocolLogPage Off { get; } = new(null, false, null, 0, [], [], new ProtocolLogFilter());

    /// <summary>A line in pieces; what was left out is one of its own.</summary>
    public static IEnumerable<(string Text, bool IsLeftOut)> Pieces(string line) =>
        LeftOut().Split(line).Where(piece => piece.Length > 0)
            .Select(piece => LeftOut().IsMatch(piece) ? (piece[1..^1], true) : (piece, false));

    internal static async Task<ProtocolLogPage> ReadAsync(
        PortalContext db, MailServer server, ProtocolLogFilter filter, DateTime now, CancellationToken cancellationToken)
    {
        if (server.LogUntil is not { } until) return Off;
        var all = db.SmtpLogLines.AsNoTracking().Where(l => l.MailServerId == server.Id);
        var wanted = Filtered(all, filter);
        var lines = await wanted.OrderByDescending(l => l.Id).Take(Shown).ToListAsync(cancellationToken);
        var connections = await all.Select(l => l.Connection).Distinct().OrderBy(c => c).Take(200).ToListAsync(cancellationToken);
        lines.Reverse();
        return new ProtocolLogPage(
            until, until > now, until + ProtocolLogs.Keeping, await wanted.CountAsync(cancellationToken), lines, connections, filter);
    }

    /// <summary>All lines as a text file.</summary>
    internal static async Task<byte[]> TextAsync(PortalContext db, int serverId, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await foreach (var l in db.SmtpLogLines.AsNoTracking().Where(l => l.MailServerId == serverId).OrderBy(l => l.Id).AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
        {
            var speaker = l.Speaker switch { SmtpSpeaker.Portal => "C:", SmtpSpeaker.Server => "S:", _ => "--" };
            text.Append(CultureInfo.InvariantCulture, $"{l.At:yyyy-MM-dd HH:mm:ss.fff} [{l.Connection}] {speaker} {l.Text}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static IQueryable<SmtpLogLine> Filtered(IQueryable<SmtpLogLine> lines, ProtocolLogFilter filter)
    {
        if (!string.IsNullOrEmpty(filter.Connection)) lines = lines.Where(l => l.Connection == filter.Connection);
        if (filter.OnlyTrouble) lines = lines.Where(l => l.Code >= 400);
        return string.IsNullOrWhiteSpace(filter.Q) ? lines : lines.Where(l => l.Text.Contains(filter.Q.Trim()));
    }

    [GeneratedRegex(@"(\[(?:address|return path|hidden|[\d,]+ bytes of mail)\])", RegexOptions.CultureInvariant, 200)]
    private static partial Regex LeftOut();
}
