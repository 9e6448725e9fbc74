using System.Collections.Immutable;
using System.Globalization;

namespace EmailContactPortal.Mail.Smtp;

/// <summary>What a server said it can do in its answer to EHLO (RFC 5321 4.1.1.1).</summary>
public sealed record SmtpCapabilities
{
    public static SmtpCapabilities None { get; } = new();

    public bool Pipelining { get; init; }

    public bool StartTls { get; init; }

    public bool EightBitMime { get; init; }

    public bool SmtpUtf8 { get; init; }

    public bool Chunking { get; init; }

    public bool Dsn { get; init; }

    public bool Size { get; init; }

    /// <summary>The largest message the server takes; 0 when it did not say.</summary>
    public long MaxSize { get; init; }

    public ImmutableArray<string> AuthMechanisms { get; init; } = [];

    internal static SmtpCapabilities Parse(SmtpReply hello)
    {
        var result = None;
        foreach (var line in hello.Text.Split('\n').Skip(1))
        {
            // "AUTH=LOGIN" is how servers wrote it before RFC 2554, and some still do beside "AUTH".
            var words = line.Replace("AUTH=", "AUTH ", StringComparison.OrdinalIgnoreCase)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
                result = result.With(words[0].ToUpperInvariant(), words[1..]);
        }

        return result;
    }

    private SmtpCapabilities With(string keyword, string[] arguments) => keyword switch
    {
        "PIPELINING" => this with { Pipelining = true },
        "STARTTLS" => this with { StartTls = true },
        "8BITMIME" => this with { EightBitMime = true },
        "SMTPUTF8" => this with { SmtpUtf8 = true },
        "CHUNKING" => this with { Chunking = true },
        "DSN" => this with { Dsn = true },
        "SIZE" => this with
        {
            Size = true,
            MaxSize = arguments.Length > 0 && long.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? size
                : 0,
        },
        "AUTH" => this with
        {
            AuthMechanisms = [.. AuthMechanisms.Union(arguments.Select(mechanism => mechanism.ToUpperInvariant()))],
        },
        _ => this,
    };
}
