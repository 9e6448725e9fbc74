using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Sending.Signing;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Reads what a run needs of its campaign, with the keys that sign its mail now.</summary>
public sealed class SendingPlans(PublicToken tokens, SigningKeys keys, IOptions<SendingOptions> options)
{
    internal async Task<Result<SendingPlan>> ReadAsync(PortalContext db, int campaignId, CancellationToken cancellationToken)
    {
        var plan = await SendingPlan.ReadAsync(db, campaignId, tokens, options.Value, cancellationToken);
        if (plan.Succeeded)
            plan.Value.Signer = await keys.FindAsync(db, plan.Value.Sender, cancellationToken);
        return plan;
    }
}
