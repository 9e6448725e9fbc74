using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Domain.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of site settings, shared keys and mail servers.</summary>
internal sealed class SiteMapping : IEntityTypeConfiguration<Site>, IEntityTypeConfiguration<StoredKey>, IEntityTypeConfiguration<MailServer>
{
    public void Configure(EntityTypeBuilder<Site> builder)
    {
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Name).HasMaxLength(100);
    }

    public void Configure(EntityTypeBuilder<StoredKey> builder)
    {
        builder.Property(k => k.Name).HasMaxLength(200);
        builder.HasIndex(k => k.Name).IsUnique();
    }

    public void Configure(EntityTypeBuilder<MailServer> builder)
    {
        builder.Property(m => m.Name).HasMaxLength(100);
        builder.Property(m => m.Host).HasMaxLength(253);
        builder.Property(m => m.UserName).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(m => m.ProtectedPassword).HasMaxLength(2000);
        builder.Property(m => m.Trouble).HasMaxLength(1000);
        builder.Property(m => m.WarmUpPlan).HasMaxLength(WarmUpPlan.MaxLength);
        builder.Property(m => m.FullBecause).HasMaxLength(300);
        builder.HasIndex(m => m.Name).IsUnique();
    }
}
