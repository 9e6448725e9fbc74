using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.DemoCrm;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of CRM connections, the write-back outbox and the built-in demo CRM.</summary>
internal sealed class CrmMapping :
    IEntityTypeConfiguration<CrmConnection>,
    IEntityTypeConfiguration<WriteBackEntry>,
    IEntityTypeConfiguration<Reconciliation>,
    IEntityTypeConfiguration<ReconciliationDifference>,
    IEntityTypeConfiguration<DemoCrmCampaign>,
    IEntityTypeConfiguration<DemoCrmContact>,
    IEntityTypeConfiguration<DemoCrmMembership>,
    IEntityTypeConfiguration<DemoCrmActivity>
{
    public void Configure(EntityTypeBuilder<CrmConnection> builder)
    {
        builder.Property(c => c.Name).HasMaxLength(100).IsName();
        builder.Property(c => c.Kind).HasMaxLength(20).IsKey();
        builder.Property(c => c.Url).HasMaxLength(500);
        builder.Property(c => c.UserName).HasMaxLength(200);
        builder.Property(c => c.ProtectedSecret).HasMaxLength(2000);
        builder.Property(c => c.WriteBackProblem).HasMaxLength(1000);
        builder.HasIndex(c => c.Name).IsUnique();
    }

    public void Configure(EntityTypeBuilder<WriteBackEntry> builder)
    {
        builder.Property(e => e.CrmContactId).HasMaxLength(ColumnSizes.CrmId).IsKey();
        builder.Property(e => e.ExternalId).HasMaxLength(100).IsKey();
        builder.Property(e => e.Problem).HasMaxLength(1000);
        builder.HasIndex(e => e.ExternalId).IsUnique();
        builder.HasIndex(e => new { e.CrmConnectionId, e.Status, e.Id });

        // Those who left a list are looked for first, among a million "sent".
        builder.HasIndex(e => new { e.CrmConnectionId, e.Status, e.Kind, e.Id });
        builder.HasIndex(e => new { e.CrmContactId, e.Status, e.Id });
        builder.HasIndex(e => new { e.CampaignId, e.Status });
    }

    public void Configure(EntityTypeBuilder<Reconciliation> builder)
    {
        builder.Property(r => r.Problem).HasMaxLength(1000);
        builder.HasIndex(r => r.CampaignId);
        builder.HasIndex(r => r.Status);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(r => r.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ReconciliationDifference> builder)
    {
        builder.Property(d => d.There).HasMaxLength(300);
        builder.HasIndex(d => new { d.ReconciliationId, d.Kind });
        builder.HasOne<Reconciliation>().WithMany().HasForeignKey(d => d.ReconciliationId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<DemoCrmCampaign> builder)
    {
        builder.Property(c => c.Name).HasMaxLength(200);
        builder.Property(c => c.Status).HasMaxLength(20);
    }

    public void Configure(EntityTypeBuilder<DemoCrmContact> builder)
    {
        builder.Property(c => c.FirstName).HasMaxLength(100);
        builder.Property(c => c.LastName).HasMaxLength(100);
        builder.Property(c => c.Email).HasMaxLength(254);
        builder.Property(c => c.Company).HasMaxLength(200);
        builder.Property(c => c.City).HasMaxLength(100);
        builder.Property(c => c.Title).HasMaxLength(100);
        builder.Property(c => c.Phone).HasMaxLength(50);
        builder.Property(c => c.Language).HasMaxLength(20);
        builder.HasIndex(c => c.Email);
    }

    public void Configure(EntityTypeBuilder<DemoCrmMembership> builder)
    {
        builder.HasKey(m => new { m.CampaignId, m.ContactId });
        builder.HasOne<DemoCrmCampaign>().WithMany().HasForeignKey(m => m.CampaignId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<DemoCrmContact>().WithMany().HasForeignKey(m => m.ContactId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<DemoCrmActivity> builder)
    {
        builder.Property(a => a.Kind).HasMaxLength(20);
        builder.Property(a => a.CampaignName).HasMaxLength(200);
        builder.Property(a => a.Detail).HasMaxLength(2000);
        builder.Property(a => a.ExternalId).HasMaxLength(100).IsKey();
        builder.HasIndex(a => a.ExternalId).IsUnique();
        builder.HasIndex(a => new { a.ContactId, a.At });
        builder.HasOne<DemoCrmContact>().WithMany().HasForeignKey(a => a.ContactId).OnDelete(DeleteBehavior.Cascade);
    }
}
