using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of list types, unsubscribed and suppressed addresses and the evidence for them.</summary>
internal sealed class ConsentMapping :
    IEntityTypeConfiguration<ListType>,
    IEntityTypeConfiguration<Unsubscribe>,
    IEntityTypeConfiguration<ConsentChange>,
    IEntityTypeConfiguration<Suppression>
{
    public void Configure(EntityTypeBuilder<ListType> builder)
    {
        builder.Property(l => l.Name).HasMaxLength(ListType.MaxName).IsName();
        builder.Property(l => l.Description).HasMaxLength(1000);
        builder.HasIndex(l => l.Name).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Unsubscribe> builder)
    {
        builder.Property(u => u.Email).HasMaxLength(EmailAddress.MaxLength).IsSearched();
        builder.Property(u => u.EmailKey).HasMaxLength(ColumnSizes.EmailKey).IsKey();
        builder.Property(u => u.Reason).HasMaxLength(500);
        builder.HasIndex(u => new { u.ListTypeId, u.EmailKey }).IsUnique();
        builder.HasIndex(u => new { u.ListTypeId, u.At });
        builder.HasOne<ListType>().WithMany().HasForeignKey(u => u.ListTypeId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Suppression> builder)
    {
        builder.Property(s => s.Email).HasMaxLength(EmailAddress.MaxLength).IsSearched();
        builder.Property(s => s.EmailKey).HasMaxLength(ColumnSizes.EmailKey).IsKey();
        builder.Property(s => s.Detail).HasMaxLength(500);
        builder.HasIndex(s => s.EmailKey).IsUnique();
        builder.HasIndex(s => s.At);
    }

    public void Configure(EntityTypeBuilder<ConsentChange> builder)
    {
        builder.Property(c => c.EmailKey).HasMaxLength(ColumnSizes.EmailKey).IsKey();
        builder.Property(c => c.Actor).HasMaxLength(256);
        builder.Property(c => c.Reason).HasMaxLength(500);
        builder.Property(c => c.RemoteAddress).HasMaxLength(45);
        builder.Property(c => c.UserAgent).HasMaxLength(256);
        builder.HasIndex(c => new { c.EmailKey, c.ListTypeId });
    }
}
