using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Mail.Reports;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Sending.Committing;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>From an SMTP conversation to a delivery's fate.</summary>
internal static class OutcomeRules
{
    // Who greylists wants five minutes between the first and the last try; the second of these begins well after that, jitter included.
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8),
    ];

    /// <summary>
    /// True when the trouble is this recipient's or message's own; else it is the server's and costs the recipient nothing.
    /// </summary>
    internal static bool ConcernsMessage(SmtpException trouble) =>
        trouble.IsUncertain
        || trouble.ConcernsMessage && trouble.Trouble is SmtpTrouble.Temporary or SmtpTrouble.Permanent
            && trouble.Stage != SmtpStage.MailFrom
        || trouble is { Trouble: SmtpTrouble.Permanent, Reply: null, Stage: SmtpStage.MailFrom or SmtpStage.RcptTo };

    /// <summary>The server took it.</summary>
    internal static Outcome Accepted(Attempt attempt, SmtpReply reply, DateTime now) =>
        new(attempt.Item, DeliveryStatus.Sent)
        {
            Reply = Bound(reply.ToString()),
            SentAt = now,
            ServerId = attempt.ServerId,
            Attempt = attempt,
        };

    /// <summary>Something went wrong that <see cref="ConcernsMessage"/>.</summary>
    internal static Outcome Failed(
        WorkItem item, SmtpException trouble, int serverId, DateTime now, TimeSpan maxAge, Attempt? attempt = null)
    {
        var outcome = new Outcome(item, DeliveryStatus.Rejected)
        {
            Reply = Bound(trouble.Reply?.ToString() ?? trouble.Message),
            Stage = trouble.Stage.ToString(),
            ServerId = serverId,
            Attempt = attempt,
        };
        if (trouble.IsUncertain)
            return outcome with { Status = DeliveryStatus.Uncertain };
        if (trouble.Trouble == SmtpTrouble.Permanent)
            return outcome with { IsHardRefusal = Refusal.IsHard(trouble) };

        var next = now + BackOff.After(item.Attempts + 1, Waits);
        return next - (item.FirstAttemptAt ?? now) > maxAge
            ? outcome with { Reply = Bound($"Given up after {maxAge.TotalHours:0} hours. {outcome.Reply}") }
            : outcome with { Status = DeliveryStatus.Deferred, NextAttemptAt = next };
    }

    /// <summary>Nothing of it was taken, and it is not the recipient's fault: as if it had not been tried.</summary>
    internal static Outcome Untried(Attempt attempt, SmtpException trouble) =>
        new(attempt.Item, attempt.Item.Status) { Reply = Bound(trouble.Message), Stage = trouble.Stage.ToString(), Attempt = attempt };

    /// <summary>No message could be made of it.</summary>
    internal static Outcome NotComposable(WorkItem item, string reason) =>
        new(item, DeliveryStatus.Excluded) { Exclusion = ExclusionRule.NotComposable, Reply = Bound(reason) };

    private static string Bound(string text) => Text.Bound(text, Delivery.MaxReply);
}
