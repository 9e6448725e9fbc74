using System.Data.Common;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Sending.Pacing;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Sending.Tests.Pacing;

public sealed class CampaignTallyTests
{
    [Fact]
    public async Task Counters_that_could_not_be_written_are_written_the_next_time()
    {
        var trouble = new FailingCommit();
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services(s => s.AddSingleton<IInterceptor>(trouble));
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        var sent = await SentCampaign.AddAsync(db);
        db.CampaignDomainCounts.Add(new CampaignDomainCount { CampaignId = sent.CampaignId, Domain = "example.com", Recipients = 3 });
        await db.SaveChangesAsync();
        var counters = new CampaignCounters(sent.CampaignId, ["example.com"]);
        counters.Moved("anna@example.com", 4, DeliveryStatus.Pending, DeliveryStatus.Sent);

        trouble.IsOn = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => counters.FlushAsync(db, default));
        trouble.IsOn = false;
        counters.Moved("bert@example.com", 4, DeliveryStatus.Pending, DeliveryStatus.Sent);
        db.ChangeTracker.Clear();
        await counters.FlushAsync(db, default);

        Assert.Equal(
            2, await db.CampaignDomainCounts.Where(c => c.CampaignId == sent.CampaignId && c.Domain == "example.com").Select(c => c.Sent)
                .SingleAsync());
        Assert.Equal(
            2, await db.CampaignServerCounts.Where(c => c.CampaignId == sent.CampaignId && c.MailServerId == 4).Select(c => c.Sent)
                .SingleAsync());
    }

    private sealed class FailingCommit : DbTransactionInterceptor
    {
        public bool IsOn { get; set; }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default) =>
            IsOn ? throw new InvalidOperationException("The disk is full.") : ValueTask.FromResult(result);
    }
}
