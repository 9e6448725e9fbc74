using EmailContactPortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of what jobs did and do; the open run of a row is unique, which is what keeps two from working on it.</summary>
internal sealed class JobMapping
    : IEntityTypeConfiguration<JobRun>, IEntityTypeConfiguration<JobPause>, IEntityTypeConfiguration<DeadLetter>
{
    public void Configure(EntityTypeBuilder<JobRun> builder)
    {
        builder.Property(r => r.Kind).HasMaxLength(30).IsKey();
        builder.Property(r => r.Share).HasMaxLength(JobRunSizes.Instance).IsKey();
        builder.Property(r => r.Instance).HasMaxLength(JobRunSizes.Instance).IsKey();
        builder.Property(r => r.Name).HasMaxLength(JobRunSizes.Name);
        builder.Property(r => r.JobId).HasMaxLength(100).IsKey();
        builder.Property(r => r.Summary).HasMaxLength(JobRunSizes.Words);
        builder.Property(r => r.Failure).HasMaxLength(JobRunSizes.Words);
        builder.HasIndex(r => new { r.Kind, r.RowId, r.Share }).IsUnique().HasFilter("EndedAt IS NULL").HasDatabaseName("IX_JobRuns_Open");
        builder.HasIndex(r => new { r.Kind, r.RowId, r.Share, r.Id });
        builder.HasIndex(r => new { r.Result, r.StartedAt });
        builder.HasIndex(r => r.StartedAt);
    }

    public void Configure(EntityTypeBuilder<JobPause> builder)
    {
        builder.ToTable("JobPauses");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.By).HasMaxLength(256);
    }

    public void Configure(EntityTypeBuilder<DeadLetter> builder)
    {
        builder.Property(l => l.Content).HasMaxLength(DeadLetter.MaxContent);
        builder.Property(l => l.Reason).HasMaxLength(DeadLetter.MaxReason);
        builder.HasIndex(l => new { l.Kind, l.DeliveryId });
    }
}

/// <summary>Longest texts of a run, characters; longer ones are cut before they are written.</summary>
public static class JobRunSizes
{
    public const int Name = 300;
    public const int Instance = 120;
    public const int Words = 1000;
}
