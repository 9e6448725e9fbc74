using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Sending.Throttling;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>Pacing as one campaign's run sees it: the mail servers, the recipient domains, and what it counts.</summary>
internal sealed class PacingSession(ServerPool pool, int campaignId, CampaignCounters counters) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();

    /// <summary>
    /// Signalled when the campaign is not being sent any more: connections that wait for a slow server or domain would notice late.
    /// </summary>
    internal CancellationToken Ended => _ended.Token;

    internal int CampaignId { get; } = campaignId;

    internal CampaignCounters Counters { get; } = counters;

    internal DomainThrottles Domains => pool.Domains;

    /// <summary>The servers there are, those in trouble too.</summary>
    internal IReadOnlyList<ServerThrottle> Throttles => pool.Throttles;

    /// <summary>A message was taken.</summary>
    internal static void Accepted(ServerThrottle throttle, DomainThrottle? domain)
    {
        throttle.Works();
        domain?.Adaptive.Works();
    }

    /// <summary>A message was not taken; slows down whoever the answer speaks of, if it asks for that.</summary>
    internal void Refused(ServerThrottle throttle, string email, SmtpException trouble)
    {
        if (!AnswerRules.AskForLess(trouble))
            return;
        var domain = email[(email.LastIndexOf('@') + 1)..];
        var isBurst = throttle.Refusals.Counts(throttle.Passed, domain);
        if (!trouble.ConcernsMessage || throttle.Refusals.IsWide(throttle.Passed))
        {
            if (isBurst && throttle.Adaptive.Slow(throttle.PerSecond, trouble.Reply!.ToString()))
                throttle.Settle();
            return;
        }

        var own = Domains.FindOrAdd(email);
        if (own.Refusals.Counts(own.Passed, domain))
            own.Adaptive.Slow(own.IsYoung ? Math.Max(own.PerSecond, throttle.PerSecond) : own.PerSecond, trouble.Reply!.ToString());
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
