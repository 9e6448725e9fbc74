using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of people, roles and API keys.</summary>
internal sealed class AccountMapping :
    IEntityTypeConfiguration<PortalUser>,
    IEntityTypeConfiguration<IdentityRole<int>>,
    IEntityTypeConfiguration<IdentityUserRole<int>>,
    IEntityTypeConfiguration<IdentityUserClaim<int>>,
    IEntityTypeConfiguration<IdentityUserLogin<int>>,
    IEntityTypeConfiguration<IdentityUserToken<int>>,
    IEntityTypeConfiguration<IdentityRoleClaim<int>>,
    IEntityTypeConfiguration<SignInSession>,
    IEntityTypeConfiguration<UserListView>,
    IEntityTypeConfiguration<Change>,
    IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<PortalUser> builder)
    {
        builder.ToTable("Users");
        builder.Property(u => u.FullName).HasMaxLength(200).IsSearched();
        builder.Property(u => u.TimeZone).HasMaxLength(100);
        builder.Property(u => u.Language).HasMaxLength(20);
        builder.Property(u => u.Theme).HasMaxLength(10);
    }

    public void Configure(EntityTypeBuilder<IdentityRole<int>> builder) => builder.ToTable("Roles");

    public void Configure(EntityTypeBuilder<IdentityUserRole<int>> builder) => builder.ToTable("UserRoles");

    public void Configure(EntityTypeBuilder<IdentityUserClaim<int>> builder) => builder.ToTable("UserClaims");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<int>> builder) => builder.ToTable("UserLogins");

    public void Configure(EntityTypeBuilder<IdentityUserToken<int>> builder) => builder.ToTable("UserTokens");

    public void Configure(EntityTypeBuilder<IdentityRoleClaim<int>> builder) => builder.ToTable("RoleClaims");

    public void Configure(EntityTypeBuilder<SignInSession> builder)
    {
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => s.UserId);
        builder.HasIndex(s => s.ExpiresAt);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<UserListView> builder)
    {
        builder.HasKey(v => new { v.UserId, v.List });
        builder.Property(v => v.List).HasMaxLength(UserListView.MaxKey).IsKey();
        builder.Property(v => v.Columns).HasMaxLength(UserListView.MaxColumns);
        builder.Property(v => v.Sort).HasMaxLength(UserListView.MaxKey);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(v => v.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Change> builder)
    {
        builder.Property(c => c.What).HasMaxLength(Change.MaxWhat);
        builder.HasIndex(c => new { c.Kind, c.ThingId });
    }

    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.Property(k => k.Name).HasMaxLength(100);
        builder.Property(k => k.Prefix).HasMaxLength(20);
        builder.Property(k => k.Hash).HasMaxLength(32);
        builder.Property(k => k.Scopes).HasMaxLength(200);
        builder.HasIndex(k => k.Hash).IsUnique();
    }
}
