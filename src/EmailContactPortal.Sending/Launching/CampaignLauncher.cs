using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Sending.Composing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Launching;

/// <summary>
/// Starts a confirmed campaign: last look at content and group, links stored, audience frozen. Safe to run again after any interruption.
/// </summary>
public sealed class CampaignLauncher(IDbContextFactory<PortalContext> contexts, IOptions<SendingOptions> options, TimeProvider time)
{
    /// <summary>Launches; a rule that says no leaves the campaign Failed with the reason.</summary>
    public async Task<Result> LaunchAsync(int campaignId, CancellationToken cancellationToken)
    {
        try
        {
            return await LaunchOnceAsync(campaignId, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody moved the campaign in this moment, or another instance launches it. The clock looks again at what it is now.
            return Result.Ok;
        }
    }

    private async Task<Result> LaunchOnceAsync(int campaignId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var campaign = await db.Campaigns.SingleOrDefaultAsync(c => c.Id == campaignId, cancellationToken);
        if (campaign is null || campaign.LaunchedAt is not null && campaign.Status != CampaignStatus.Scheduled)
            return Result.Ok;
        if (campaign.Status != CampaignStatus.Sending)
        {
            if (CampaignMoves.Next(campaign.Status, CampaignAction.Launch) is not { } sending)
                return Problem.Conflict("campaign.not-legal.launch", campaign.Status);
            campaign.Status = sending;
            campaign.Version++;
            await db.SaveChangesAsync(cancellationToken);
        }

        var group = await db.TargetGroups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == campaign.TargetGroupId, cancellationToken);
        var content = await db.CampaignContents.AsNoTracking().SingleOrDefaultAsync(c => c.CampaignId == campaignId, cancellationToken);
        var checkedContent = await PreflightAsync(db, campaign, group, content, cancellationToken);
        if (!checkedContent.Succeeded)
        {
            await FailAsync(db, campaign, string.Join(" ", checkedContent.Problems.Select(p => p.InEnglish)), cancellationToken);
            return checkedContent;
        }

        await StoreLinksAsync(db, campaignId, checkedContent.Value.Links, cancellationToken);
        campaign.ListTypeId = group!.ListTypeId;
        (campaign.CrmConnectionId, campaign.CrmCampaignId) = (group.CrmConnectionId, group.CrmCampaignId);
        campaign.Problem = null;
        campaign.Version++;
        await db.SaveChangesAsync(cancellationToken);
        await new AudienceWriter(db).WriteAsync(campaign, group.Id, group.ListTypeId, time.GetUtcNow().UtcDateTime, cancellationToken);
        return Result.Ok;
    }

    private async Task<Result<CompiledEmail>> PreflightAsync(
        PortalContext db, Campaign campaign, TargetGroup? group, CampaignContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
            return Problem.Invalid("campaign.no-content.at-launch").At("emailId");
        if (group is not { Status: TargetGroupStatus.Ready })
            return Problem.Invalid("campaign.no-group.at-launch").At("targetGroupId");
        if (!await db.MailServers.AnyAsync(s => s.IsEnabled, cancellationToken))
            return Problem.Invalid("campaign.no-mail-server.at-launch");

        var source = EmailSource.Of(content);
        var problems = TemplateChecker.Problems(
            source, await FieldNames.KeysAsync(db, group.Id, cancellationToken), isConfirmed: true, cancellationToken);
        if (problems.Count > 0)
            return Result<CompiledEmail>.No(problems);
        if (!EmailAddress.TryNormalize(source.SenderAddress, out _, out var reason))
            return Problem.Invalid("email.sender-address", reason).At("senderAddress");
        return EmailCompiler.Compile(source, ContentOf(campaign, options.Value), cancellationToken);
    }

    internal static CompileOptions ContentOf(Campaign campaign, SendingOptions options) => new(options.PublicUrl)
    {
        Timeout = ContentBudget.WhenSending,
        Utm = campaign.UseGoogleAnalytics ? new UtmParameters(campaign.UtmSource, campaign.UtmMedium, campaign.UtmCampaign) : null,
    };

    private static Task<int> StoreLinksAsync(
        PortalContext db, int campaignId, IReadOnlyList<FoundLink> links, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                // The content is frozen, so links stored by an interrupted launch are the same.
                if (await db.CampaignLinks.AnyAsync(l => l.CampaignId == campaignId, token))
                    return 0;
                db.CampaignLinks.AddRange(links.Select((l, i) => new CampaignLink
                {
                    CampaignId = campaignId,
                    Position = i + 1,
                    Url = l.Url,
                    Label = l.Label,
                }));
                return await db.SaveChangesAsync(token);
            },
            cancellationToken);

    private static Task<int> FailAsync(PortalContext db, Campaign campaign, string problem, CancellationToken cancellationToken)
    {
        campaign.Status = CampaignMoves.Next(campaign.Status, CampaignAction.Fail) ?? campaign.Status;
        campaign.Problem = Text.Bound(problem, 1000);
        campaign.Version++;
        return db.SaveChangesAsync(cancellationToken);
    }
}
