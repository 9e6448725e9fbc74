using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of campaigns, their frozen content, links and counters.</summary>
internal sealed class CampaignMapping :
    IEntityTypeConfiguration<Campaign>,
    IEntityTypeConfiguration<CampaignContent>,
    IEntityTypeConfiguration<CampaignLink>,
    IEntityTypeConfiguration<CampaignTotals>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.Property(c => c.Name).HasMaxLength(Campaign.MaxName).IsName();
        builder.Property(c => c.Subject).HasMaxLength(Email.MaxSubject);
        builder.Property(c => c.SenderName).HasMaxLength(200);
        builder.Property(c => c.SenderAddress).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(c => c.ReplyTo).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(c => c.Tags).HasMaxLength(500);
        builder.Property(c => c.UtmSource).HasMaxLength(100);
        builder.Property(c => c.UtmMedium).HasMaxLength(100);
        builder.Property(c => c.UtmCampaign).HasMaxLength(200);
        builder.Property(c => c.CrmCampaignId).HasMaxLength(ColumnSizes.CrmId).IsKey();
        builder.Property(c => c.ScheduledLocal).HasMaxLength(40);
        builder.Property(c => c.ScheduledZone).HasMaxLength(100);
        builder.Property(c => c.Problem).HasMaxLength(1000);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasIndex(c => c.Name).IsUnique();
        builder.HasIndex(c => new { c.Status, c.ScheduledAt });
        builder.HasIndex(c => c.UpdatedAt);
        builder.HasOne<TargetGroup>().WithMany().HasForeignKey(c => c.TargetGroupId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Email>().WithMany().HasForeignKey(c => c.EmailId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<CampaignContent> builder)
    {
        builder.HasKey(c => c.CampaignId);
        builder.Property(c => c.CampaignId).ValueGeneratedNever();
        builder.HasOne<Campaign>().WithOne().HasForeignKey<CampaignContent>(c => c.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<CampaignLink> builder)
    {
        builder.Property(l => l.Url).HasMaxLength(LinkTarget.MaxLength);
        builder.Property(l => l.Label).HasMaxLength(200);
        builder.HasIndex(l => new { l.CampaignId, l.Position }).IsUnique();
        builder.HasOne<Campaign>().WithMany().HasForeignKey(l => l.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<CampaignTotals> builder)
    {
        builder.ToTable("CampaignTotals");
        builder.HasKey(t => t.CampaignId);
        builder.Property(t => t.CampaignId).ValueGeneratedNever();
        builder.HasOne<Campaign>().WithOne().HasForeignKey<CampaignTotals>(t => t.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }
}
