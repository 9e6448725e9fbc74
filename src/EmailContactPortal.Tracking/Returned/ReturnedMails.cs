using EmailContactPortal.Data;
using EmailContactPortal.Data.Deliveries;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Receiving;
using EmailContactPortal.Mail.Reports;
using EmailContactPortal.Tracking.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Tracking.Returned;

/// <summary>Takes mails that came back and does what they say; durable before the sender is told that it was taken.</summary>
internal sealed class ReturnedMails(
    IServiceScopeFactory scopes, PublicToken tokens, IOptions<ReturnedMailOptions> options, TimeProvider time)
{
    private readonly ReturnAddress _addresses = new(tokens, options.Value.Domain);

    /// <summary>Whether an address is one that a mail of ours carried.</summary>
    internal bool Knows(MailboxAddress address) => _addresses.TryRead(address.LocalPart, address.Domain, out _, out _);

    /// <summary>Takes a mail; false when it should be brought again later.</summary>
    internal async ValueTask<bool> TakeAsync(ReceivedMessage mail, CancellationToken cancellationToken)
    {
        foreach (var recipient in mail.Recipients)
        {
            if (!_addresses.TryRead(recipient.LocalPart, recipient.Domain, out var scope, out var deliveryId)) continue;
            await using var services = scopes.CreateAsyncScope();
            var isTaken = scope == TokenScope.Bounce
                ? await RecordAsync(services.ServiceProvider.GetRequiredService<PortalContext>(), deliveryId, mail, cancellationToken)
                : await UnsubscribeAsync(
                    services.ServiceProvider.GetRequiredService<SubscriptionChanges>(), deliveryId, mail, cancellationToken);
            if (!isTaken) return false;
        }

        return true;
    }

    private async Task<bool> RecordAsync(PortalContext db, long deliveryId, ReceivedMessage mail, CancellationToken cancellationToken)
    {
        var returned = ReturnedMailReader.Read(mail.Content, mail.ReturnPath is not null, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var result = returned.Kind switch
        {
            ReturnedKind.HardBounce or ReturnedKind.SoftBounce =>
                await db.BounceAsync(deliveryId, returned.Kind == ReturnedKind.HardBounce, Words(returned), now, cancellationToken),
            ReturnedKind.Complaint => await db.ComplainAsync(deliveryId, returned.Reason, now, cancellationToken),
            _ => ReturnResult.Known,
        };
        return result != ReturnResult.TooEarly;
    }

    // A program's answer is nobody's wish; a report's sender is empty.
    private static async Task<bool> UnsubscribeAsync(
        SubscriptionChanges subscriptions, long deliveryId, ReceivedMessage mail, CancellationToken cancellationToken)
    {
        if (mail.ReturnPath is not null && !ReturnedMailReader.IsAutomatic(mail.Content, cancellationToken))
            await subscriptions.UnsubscribeAsync(
                deliveryId, ConsentSource.Mail, new ActedFrom(mail.Client?.Address.ToString(), null), cancellationToken);
        return true;
    }

    private static string Words(ReturnedMail returned) =>
        returned.Status is { } status && !returned.Reason.Contains(status, StringComparison.Ordinal)
            ? $"{status} {returned.Reason}"
            : returned.Reason;
}
