using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of recorded signals; without foreign keys, because they take thousands of rows a second and are pruned apart.</summary>
internal sealed class TrackingMapping :
    IEntityTypeConfiguration<TrackingEvent>,
    IEntityTypeConfiguration<HitMark>,
    IEntityTypeConfiguration<EngagementHour>
{
    public void Configure(EntityTypeBuilder<TrackingEvent> builder)
    {
        builder.Property(e => e.UserAgent).HasMaxLength(TrackingEvent.MaxUserAgent);
        builder.HasIndex(e => e.DeliveryId);
        builder.HasIndex(e => new { e.LinkId, e.DeliveryId }).HasFilter("LinkId IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<HitMark> builder)
    {
        builder.HasKey(m => m.Journal);
        builder.Property(m => m.Journal).HasMaxLength(50).IsKey();
    }

    public void Configure(EntityTypeBuilder<EngagementHour> builder)
    {
        builder.HasKey(h => new { h.CampaignId, h.Hour });
        builder.HasOne<Campaign>().WithMany().HasForeignKey(h => h.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }
}
