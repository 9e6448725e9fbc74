using EmailContactPortal.Domain.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Table of recorded signals; without foreign keys, because it takes thousands of rows a second and is pruned apart.</summary>
internal sealed class TrackingMapping : IEntityTypeConfiguration<TrackingEvent>
{
    public void Configure(EntityTypeBuilder<TrackingEvent> builder)
    {
        builder.Property(e => e.UserAgent).HasMaxLength(TrackingEvent.MaxUserAgent);
        builder.HasIndex(e => new { e.CampaignId, e.At });
        builder.HasIndex(e => e.DeliveryId);
    }
}
