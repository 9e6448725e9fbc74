using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Sending.Connecting;

/// <summary>How a step of a check ended.</summary>
public enum CheckMark
{
    Passed,
    Warning,
    Failed,
}

/// <summary>One step of a check.</summary>
/// <param name="Mark">How it ended.</param>
/// <param name="Title">What was looked at, in words.</param>
/// <param name="Note">What was found.</param>
/// <param name="Milliseconds">How long it took; null when it was not waited for.</param>
public sealed record CheckStep(CheckMark Mark, string Title, string Note, long? Milliseconds = null)
{
    /// <summary>Why a kept check failed, in words; null when it did not, or there is none.</summary>
    /// <param name="kept">The steps as JSON, as the mail server's row keeps them.</param>
    public static string? FailureOf(string? kept) =>
        kept is not null && JsonSerializer.Deserialize<List<CheckStep>>(kept)?.Find(s => s.Mark == CheckMark.Failed) is { } failed
            ? $"{failed.Title}: {failed.Note}"
            : null;
}

/// <summary>Tries a mail server's settings: finds its name, connects, encrypts, signs in, and says what the server can do.</summary>
public sealed class MailServerCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(21);
    private readonly SmtpTransport _transport;
    private readonly TimeProvider _time;

    internal MailServerCheck(SmtpTransport transport, TimeProvider time) => (_transport, _time) = (transport, time);

    /// <summary>The steps taken, the last of them the one that failed where one did.</summary>
    /// <param name="server">Its settings, stored or not.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public async Task<IReadOnlyList<CheckStep>> RunAsync(MailServer server, CancellationToken cancellationToken)
    {
        var steps = new List<CheckStep>();
        if (!await FindAsync(server, steps, cancellationToken))
            return steps;

        var heard = new CheckTranscript(_time);
        try
        {
            await using var connection = await _transport.OpenAsync(server, SmtpTimeouts.Short(Limit), () => heard, cancellationToken);
            heard.Tell(steps);
            steps.Add(Encryption(server, connection.Encryption));
            steps.Add(Abilities(connection.Capabilities));
            if (!string.IsNullOrEmpty(server.UserName))
                steps.Add(new CheckStep(CheckMark.Passed, "Signed in", $"As “{server.UserName}” by {heard.Mechanism}."));
            await connection.QuitAsync(cancellationToken);
        }
        catch (SmtpException e)
        {
            heard.Tell(steps);
            steps.Add(new CheckStep(CheckMark.Failed, TitleOf(e.Stage), e.Message));
        }

        return steps;
    }

    private async Task<bool> FindAsync(MailServer server, List<CheckStep> steps, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(server.Host, out _))
            return true;
        var start = _time.GetTimestamp();
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(server.Host, cancellationToken).WaitAsync(Limit, _time, cancellationToken);
            var words = string.Join(" and ", addresses.Take(4).Select(a => a.ToString()));
            steps.Add(new CheckStep(CheckMark.Passed, "Name found in DNS", $"{server.Host} is {words}.", Since(start)));
            return true;
        }
        catch (Exception e) when (e is SocketException or TimeoutException or ArgumentException)
        {
            steps.Add(new CheckStep(CheckMark.Failed, "Name not found in DNS", $"{server.Host}: {e.Message}. Check the host name."));
            return false;
        }
    }

    private CheckStep Encryption(MailServer server, SmtpEncryption? found)
    {
        if (found is null)
        {
            return server.Security == MailSecurity.None
                ? new CheckStep(CheckMark.Warning, "Not encrypted", "As it is set. Anybody on the way can read the mails.")
                : new CheckStep(
                    CheckMark.Warning, "Not encrypted", "The server does not offer STARTTLS. Anybody on the way can read the mails.");
        }

        var left = found.ValidUntil - _time.GetUtcNow().UtcDateTime;
        var until = found.ValidUntil.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        var note = $"{found.Protocol}. Valid for {found.Subject} until {until}.";
        return left < Soon
            ? new CheckStep(CheckMark.Warning, $"Encrypted, but the certificate ends in {Math.Max(0, (int)left.TotalDays)} days", note)
            : new CheckStep(CheckMark.Passed, "Encrypted", note);
    }

    private static CheckStep Abilities(SmtpCapabilities can)
    {
        string[] words =
        [
            .. can.Pipelining ? ["PIPELINING"] : Array.Empty<string>(),
            can.MaxSize > 0 ? $"SIZE {can.MaxSize / 1024 / 1024} MB" : "no stated size limit",
            .. can.EightBitMime ? ["8BITMIME"] : Array.Empty<string>(),
            .. can.SmtpUtf8 ? ["SMTPUTF8"] : Array.Empty<string>(),
            .. can.Dsn ? ["DSN"] : Array.Empty<string>(),
        ];
        return can.SmtpUtf8
            ? new CheckStep(CheckMark.Passed, "Offers what is needed", string.Join(", ", words) + ".")
            : new CheckStep(
                CheckMark.Passed, "Offers what is needed",
                string.Join(", ", words) + ". People with international addresses are refused by it (no SMTPUTF8).");
    }

    private static string TitleOf(SmtpStage stage) => stage switch
    {
        SmtpStage.Connect => "Not connected",
        SmtpStage.Greeting or SmtpStage.Hello => "Not greeted",
        SmtpStage.StartTls => "Not encrypted",
        SmtpStage.Auth => "Not signed in",
        _ => "Not usable",
    };

    private long Since(long start) => (long)_time.GetElapsedTime(start).TotalMilliseconds;

    /// <summary>Notes when what happened.</summary>
    private sealed class CheckTranscript(TimeProvider time) : ISmtpTranscript
    {
        private readonly long _start = time.GetTimestamp();
        private string _connected = "";
        private string _greeting = "";
        private long _connectedAfter;
        private long _greetedAfter;

        /// <summary>How the portal signed in.</summary>
        internal string Mechanism { get; private set; } = "";

        public void Sent(SmtpStage stage, ReadOnlySpan<byte> bytes)
        {
            if (stage == SmtpStage.Auth && LogWords.Lines(bytes).FirstOrDefault()?.Split(' ') is ["AUTH", var mechanism, ..])
                Mechanism = mechanism;
        }

        public void Received(ReadOnlySpan<byte> bytes)
        {
            if (_greeting.Length > 0)
                return;
            _greeting = LogWords.Lines(bytes).FirstOrDefault() ?? "";
            _greetedAfter = (long)time.GetElapsedTime(_start).TotalMilliseconds;
        }

        public void Noted(string words)
        {
            if (_connected.Length > 0)
                return;
            _connected = words;
            _connectedAfter = (long)time.GetElapsedTime(_start).TotalMilliseconds;
        }

        public void Dispose()
        {
        }

        internal void Tell(List<CheckStep> steps)
        {
            if (_connected.StartsWith("connected", StringComparison.Ordinal))
                steps.Add(new CheckStep(
                    CheckMark.Passed, "Connected", $"{char.ToUpperInvariant(_connected[0])}{_connected[1..]}.", _connectedAfter));
            if (_greeting.StartsWith("220", StringComparison.Ordinal))
                steps.Add(new CheckStep(CheckMark.Passed, "Greeted", $"“{Text.Bound(_greeting, 200)}”", _greetedAfter - _connectedAfter));
        }
    }
}
