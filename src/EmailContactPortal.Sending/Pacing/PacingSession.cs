using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>Pacing as one campaign's run sees it: the mail servers, the recipient domains, and what it counts.</summary>
internal sealed class PacingSession(ServerPool pool, int campaignId, CampaignTally tally) : IAsyncDisposable
{
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

    public ValueTask DisposeAsync() => pool.LeaveAsync(this);
}
