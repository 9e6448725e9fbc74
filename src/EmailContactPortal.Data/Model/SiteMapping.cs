using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Domain.Sites;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of site settings, what belongs to the installation, and mail servers.</summary>
internal sealed class SiteMapping
    : IEntityTypeConfiguration<Site>, IEntityTypeConfiguration<Installation>, IEntityTypeConfiguration<DataProtectionKey>,
        IEntityTypeConfiguration<MailServer>,
        IEntityTypeConfiguration<SmtpLogLine>
{
    public void Configure(EntityTypeBuilder<Site> builder)
    {
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Name).HasMaxLength(100);
    }

    public void Configure(EntityTypeBuilder<Installation> builder)
    {
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.ProtectedTokenKey).HasMaxLength(1000);
        builder.Property(i => i.CrmPrefix).HasMaxLength(20).IsKey();
        builder.HasData(new Installation());
    }

    public void Configure(EntityTypeBuilder<DataProtectionKey> builder) => builder.Property(k => k.FriendlyName).HasMaxLength(200);

    public void Configure(EntityTypeBuilder<MailServer> builder)
    {
        builder.Property(m => m.Name).HasMaxLength(100).IsName();
        builder.Property(m => m.Host).HasMaxLength(253);
        builder.Property(m => m.UserName).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(m => m.ProtectedPassword).HasMaxLength(16_000);
        builder.Property(m => m.Tenant).HasMaxLength(200);
        builder.Property(m => m.ClientId).HasMaxLength(200);
        builder.Property(m => m.Check).HasMaxLength(8000);
        builder.Property(m => m.Trouble).HasMaxLength(1000);
        builder.Property(m => m.WarmUpPlan).HasMaxLength(WarmUpPlan.MaxLength);
        builder.Property(m => m.FullBecause).HasMaxLength(300);
        builder.HasIndex(m => m.Name).IsUnique();
    }

    public void Configure(EntityTypeBuilder<SmtpLogLine> builder)
    {
        builder.Property(l => l.Connection).HasMaxLength(SmtpLogLine.MaxConnection);
        builder.Property(l => l.Text).HasMaxLength(SmtpLogLine.MaxText);
        builder.HasIndex(l => new { l.MailServerId, l.Id });
        builder.HasOne<MailServer>().WithMany().HasForeignKey(l => l.MailServerId).OnDelete(DeleteBehavior.Cascade);
    }
}
