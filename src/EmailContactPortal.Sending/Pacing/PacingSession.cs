using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>Pacing as one campaign's run sees it: the mail servers, the recipient domains, and what it counts.</summary>
internal sealed class PacingSession(ServerPool pool, int campaignId, CampaignTally tally) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Signalled when the campaign is not being sent any more: lines that wait for a slow server or domain would notice late.</summary>
    internal CancellationToken Ended => _ended.Token;

    internal int CampaignId { get; } = campaignId;

    internal CampaignTally Tally { get; } = tally;

    internal DomainBook Domains => pool.Domains;

    /// <summary>The servers there are, those in trouble too.</summary>
    internal IReadOnlyList<ServerGate> Gates => pool.Gates;

    /// <summary>A message was taken.</summary>
    internal static void Accepted(ServerGate gate, DomainGate? domain)
    {
        gate.Works();
        domain?.Adaptive.Works();
    }

    /// <summary>A message was not taken; slows down whoever the answer speaks of, if it asks for that.</summary>
    internal void Refused(ServerGate gate, string email, SmtpException trouble)
    {
        if (!AnswerRules.AskForLess(trouble))
            return;
        var domain = email[(email.LastIndexOf('@') + 1)..];
        var isStorm = gate.Storm.Counts(gate.Passed, domain);
        if (!trouble.ConcernsMessage || gate.Storm.IsWide(gate.Passed))
        {
            if (isStorm && gate.Adaptive.Slow(gate.PerSecond, trouble.Reply!.ToString()))
                gate.Settle();
            return;
        }

        var own = Domains.FindOrAdd(email);
        if (own.Storm.Counts(own.Passed, domain))
            own.Adaptive.Slow(own.IsYoung ? Math.Max(own.PerSecond, gate.PerSecond) : own.PerSecond, trouble.Reply!.ToString());
    }

    /// <summary>The campaign was paused or cancelled.</summary>
    internal async Task EndAsync()
    {
        try
        {
            await _ended.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself just now.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await pool.LeaveAsync(this);
        _ended.Dispose();
    }
}
