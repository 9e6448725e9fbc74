using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Content;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Table of emails and templates.</summary>
internal sealed class ContentMapping : IEntityTypeConfiguration<Email>
{
    public void Configure(EntityTypeBuilder<Email> builder)
    {
        builder.Property(e => e.Name).HasMaxLength(Email.MaxName).IsName();
        builder.Property(e => e.Subject).HasMaxLength(Email.MaxSubject);
        builder.Property(e => e.SenderName).HasMaxLength(200);
        builder.Property(e => e.SenderAddress).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(e => e.ReplyTo).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.HasIndex(e => new { e.Kind, e.Name }).IsUnique();
        builder.HasIndex(e => new { e.Kind, e.UpdatedAt });
    }
}
