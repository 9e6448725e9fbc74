using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of deliveries and the batches they are worked off in.</summary>
internal sealed class DeliveryMapping
    : IEntityTypeConfiguration<Delivery>, IEntityTypeConfiguration<DeliveryBatch>, IEntityTypeConfiguration<OpenAttempt>
{
    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.Property(d => d.Email).HasMaxLength(EmailAddress.MaxLength).IsSearched();
        builder.Property(d => d.EmailKey).HasMaxLength(ColumnSizes.EmailKey).IsKey();
        builder.Property(d => d.FirstName).HasMaxLength(Member.MaxValue).IsSearched();
        builder.Property(d => d.LastName).HasMaxLength(Member.MaxValue).IsSearched();
        builder.Property(d => d.CrmContactId).HasMaxLength(ColumnSizes.CrmId).IsKey();
        builder.Property(d => d.MessageId).HasMaxLength(200).IsKey();
        builder.Property(d => d.SmtpReply).HasMaxLength(Delivery.MaxReply);
        builder.Property(d => d.SmtpStage).HasMaxLength(40);
        builder.HasIndex(d => new { d.CampaignId, d.EmailKey }).IsUnique();
        builder.HasIndex(d => new { d.CampaignId, d.Status });
        builder.HasIndex(d => d.EmailKey);
        // Filtered: they cost nothing until somebody reacts, and list the people behind each number of a report.
        builder.HasIndex(d => new { d.CampaignId, d.FirstOpenAt }).HasFilter("FirstOpenAt IS NOT NULL");
        builder.HasIndex(d => new { d.CampaignId, d.FirstClickAt }).HasFilter("FirstClickAt IS NOT NULL");
        builder.HasIndex(d => new { d.CampaignId, d.UnsubscribedAt }).HasFilter("UnsubscribedAt IS NOT NULL");
        builder.HasOne<Campaign>().WithMany().HasForeignKey(d => d.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<DeliveryBatch> builder)
    {
        builder.Property(b => b.Owner).HasMaxLength(200).IsKey();
        builder.HasIndex(b => new { b.CampaignId, b.IsDone, b.DueAt });
        builder.HasOne<Campaign>().WithMany().HasForeignKey(b => b.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<OpenAttempt> builder)
    {
        builder.Property(a => a.MessageId).HasMaxLength(200).IsKey();
        // No index but this: the table has a row for each open connection, and each of them changes with every message.
        builder.HasOne<Campaign>().WithMany().HasForeignKey(a => a.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }
}
