using EmailContactPortal.Data.Access;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Data.Model;
using EmailContactPortal.Data.TargetGroups;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.DemoCrm;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Domain.Sites;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Tracking;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data;

/// <summary>The portal's tables, the same model on SQLite and SQL Server; all dates are UTC.</summary>
public abstract class PortalContext(DbContextOptions options)
    : IdentityDbContext<PortalUser, IdentityRole<int>, int>(options), IDataProtectionKeyContext
{
    public DbSet<ListType> ListTypes => Set<ListType>();

    public DbSet<Unsubscribe> Unsubscribes => Set<Unsubscribe>();

    public DbSet<ConsentChange> ConsentChanges => Set<ConsentChange>();

    public DbSet<Suppression> Suppressions => Set<Suppression>();

    public DbSet<TargetGroup> TargetGroups => Set<TargetGroup>();

    public DbSet<Member> Members => Set<Member>();

    public DbSet<MemberContact> MemberContacts => Set<MemberContact>();

    public DbSet<MemberStage> MemberStages => Set<MemberStage>();

    public DbSet<Import> Imports => Set<Import>();

    public DbSet<ImportIssue> ImportIssues => Set<ImportIssue>();

    public DbSet<Email> Emails => Set<Email>();

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<CampaignContent> CampaignContents => Set<CampaignContent>();

    public DbSet<CampaignLink> CampaignLinks => Set<CampaignLink>();

    public DbSet<CampaignTotals> CampaignTotals => Set<CampaignTotals>();

    public DbSet<CampaignDomainCount> CampaignDomainCounts => Set<CampaignDomainCount>();

    public DbSet<CampaignServerCount> CampaignServerCounts => Set<CampaignServerCount>();

    public DbSet<Delivery> Deliveries => Set<Delivery>();

    public DbSet<DeliveryBatch> DeliveryBatches => Set<DeliveryBatch>();

    public DbSet<OpenAttempt> OpenAttempts => Set<OpenAttempt>();

    public DbSet<TrackingEvent> TrackingEvents => Set<TrackingEvent>();

    public DbSet<HitMark> HitMarks => Set<HitMark>();

    public DbSet<EngagementHour> EngagementHours => Set<EngagementHour>();

    public DbSet<CrmConnection> CrmConnections => Set<CrmConnection>();

    public DbSet<WriteBackEntry> WriteBackEntries => Set<WriteBackEntry>();

    public DbSet<Reconciliation> Reconciliations => Set<Reconciliation>();

    public DbSet<ReconciliationDifference> ReconciliationDifferences => Set<ReconciliationDifference>();

    public DbSet<MailServer> MailServers => Set<MailServer>();

    public DbSet<SendingDomain> SendingDomains => Set<SendingDomain>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<SmtpLogLine> SmtpLogLines => Set<SmtpLogLine>();

    public DbSet<MailServerDay> MailServerDays => Set<MailServerDay>();

    public DbSet<MailServerHeartbeat> MailServerHeartbeats => Set<MailServerHeartbeat>();

    public DbSet<DomainLimit> DomainLimits => Set<DomainLimit>();

    public DbSet<Slowdown> Slowdowns => Set<Slowdown>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();

    public DbSet<UserListView> UserListViews => Set<UserListView>();

    public DbSet<Change> Changes => Set<Change>();

    public DbSet<Installation> Installations => Set<Installation>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<Site> Sites => Set<Site>();

    public DbSet<JobRun> JobRuns => Set<JobRun>();

    public DbSet<JobPause> JobPauses => Set<JobPause>();

    public DbSet<DeadLetter> DeadLetters => Set<DeadLetter>();

    public DbSet<DemoCrmCampaign> DemoCrmCampaigns => Set<DemoCrmCampaign>();

    public DbSet<DemoCrmContact> DemoCrmContacts => Set<DemoCrmContact>();

    public DbSet<DemoCrmMembership> DemoCrmMemberships => Set<DemoCrmMembership>();

    public DbSet<DemoCrmActivity> DemoCrmActivities => Set<DemoCrmActivity>();

    /// <summary>Whether its queries are read as they come, without retries (see <see cref="Connecting.Streaming"/>).</summary>
    public bool IsStreaming { get; set; }

    /// <summary>Who reads and writes; null for the portal's own work.</summary>
    public Viewer? Viewer { get; set; }

    /// <summary>The user from whom others' drafts are hidden; 0 hides nothing.</summary>
    internal int HiddenFrom => Viewer is { IsLimited: true } viewer ? viewer.UserId : 0;

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        await ChangeRecorder.AddAsync(this, cancellationToken);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(PortalContext).Assembly);
        OwnershipFilters.Apply(this, builder);
        Collations.Apply(builder, Database.IsSqlServer());
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
}
