using EmailContactPortal.Data.TargetGroups;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of target groups, their members and their imports.</summary>
internal sealed class TargetGroupMapping :
    IEntityTypeConfiguration<TargetGroup>,
    IEntityTypeConfiguration<Member>,
    IEntityTypeConfiguration<MemberStage>,
    IEntityTypeConfiguration<MemberContact>,
    IEntityTypeConfiguration<Import>,
    IEntityTypeConfiguration<ImportIssue>
{
    public void Configure(EntityTypeBuilder<TargetGroup> builder)
    {
        builder.Property(g => g.Name).HasMaxLength(TargetGroup.MaxName).IsName();
        builder.Property(g => g.Description).HasMaxLength(TargetGroup.MaxDescription);
        builder.Property(g => g.CrmCampaignId).HasMaxLength(ColumnSizes.CrmId).IsKey();
        builder.Property(g => g.CrmCampaignName).HasMaxLength(300);
        builder.Property(g => g.SyncProblem).HasMaxLength(1000);
        builder.Property(g => g.SyncCursor).HasMaxLength(1000);
        builder.HasIndex(g => g.Name).IsUnique();
        builder.HasIndex(g => g.UpdatedAt);
        builder.HasOne<ListType>().WithMany().HasForeignKey(g => g.ListTypeId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.Property(m => m.Email).HasMaxLength(EmailAddress.MaxLength).IsSearched();
        builder.Property(m => m.EmailKey).HasMaxLength(ColumnSizes.EmailKey).IsKey();
        builder.Property(m => m.FirstName).HasMaxLength(Member.MaxValue).IsSearched();
        builder.Property(m => m.LastName).HasMaxLength(Member.MaxValue).IsSearched();
        builder.Property(m => m.CrmContactId).HasMaxLength(ColumnSizes.CrmId).IsKey();
        builder.HasIndex(m => new { m.TargetGroupId, m.EmailKey }).IsUnique();
        builder.HasOne<TargetGroup>().WithMany().HasForeignKey(m => m.TargetGroupId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<MemberStage> builder)
    {
        builder.Property(m => m.Email).HasMaxLength(EmailAddress.MaxLength).IsSearched();
        builder.Property(m => m.EmailKey).HasMaxLength(ColumnSizes.EmailKey).IsKey();
        builder.Property(m => m.FirstName).HasMaxLength(Member.MaxValue).IsSearched();
        builder.Property(m => m.LastName).HasMaxLength(Member.MaxValue).IsSearched();
        builder.Property(m => m.CrmContactId).HasMaxLength(ColumnSizes.CrmId).IsKey();
        builder.HasIndex(m => new { m.ImportId, m.EmailKey });
    }

    public void Configure(EntityTypeBuilder<MemberContact> builder)
    {
        builder.Property(m => m.EmailKey).HasMaxLength(ColumnSizes.EmailKey).IsKey();
        builder.Property(m => m.CrmContactId).HasMaxLength(ColumnSizes.CrmId).IsKey();
        builder.HasIndex(m => new { m.TargetGroupId, m.EmailKey });
        builder.HasOne<TargetGroup>().WithMany().HasForeignKey(m => m.TargetGroupId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Import> builder)
    {
        builder.Property(i => i.FileName).HasMaxLength(260);
        builder.Property(i => i.StoredFile).HasMaxLength(100);
        builder.Property(i => i.Problem).HasMaxLength(1000);
        builder.HasIndex(i => i.TargetGroupId);
        builder.HasIndex(i => i.Status);
        builder.HasOne<TargetGroup>().WithMany().HasForeignKey(i => i.TargetGroupId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ImportIssue> builder)
    {
        builder.Property(e => e.Column).HasMaxLength(200);
        builder.Property(e => e.Value).HasMaxLength(200);
        builder.Property(e => e.Reason).HasMaxLength(500);
        builder.HasIndex(e => new { e.ImportId, e.Line });
        builder.HasOne<Import>().WithMany().HasForeignKey(e => e.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}
