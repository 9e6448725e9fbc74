using EmailContactPortal.Domain.SendingDomains;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of the domains that mail is sent from and their signing keys.</summary>
internal sealed class SendingDomainMapping : IEntityTypeConfiguration<SendingDomain>, IEntityTypeConfiguration<SigningKey>
{
    private const int MaxNote = 500;

    public void Configure(EntityTypeBuilder<SendingDomain> builder)
    {
        builder.Property(d => d.Name).HasMaxLength(253).IsKey();
        builder.Property(d => d.SpfNote).HasMaxLength(MaxNote);
        builder.Property(d => d.DmarcNote).HasMaxLength(MaxNote);
        builder.HasIndex(d => d.Name).IsUnique();
    }

    public void Configure(EntityTypeBuilder<SigningKey> builder)
    {
        builder.Property(k => k.Selector).HasMaxLength(63).IsKey();
        builder.Property(k => k.Record).HasMaxLength(1000);
        builder.Property(k => k.Note).HasMaxLength(MaxNote);
        builder.HasIndex(k => new { k.SendingDomainId, k.Selector }).IsUnique();
        builder.HasOne<SendingDomain>().WithMany().HasForeignKey(k => k.SendingDomainId).OnDelete(DeleteBehavior.Cascade);
    }
}
