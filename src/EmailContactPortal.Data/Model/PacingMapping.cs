using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.MailServers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailContactPortal.Data.Model;

/// <summary>Tables of what keeps mail servers and recipient domains from being overrun, and of how far a campaign is with each.</summary>
internal sealed class PacingMapping :
    IEntityTypeConfiguration<DomainLimit>,
    IEntityTypeConfiguration<MailServerDay>,
    IEntityTypeConfiguration<MailServerHeartbeat>,
    IEntityTypeConfiguration<Slowdown>,
    IEntityTypeConfiguration<CampaignDomainCount>,
    IEntityTypeConfiguration<CampaignServerCount>
{
    private const int Domain = 255;

    // What an own server of good name may send each provider without being asked for less; a relay paces itself, so they do not hold there.
    private static readonly DomainLimit[] Usual =
    [
        Limit(1, "All other domains", DomainLimit.Others, 0, 0),
        Limit(2, "Gmail", "gmail.com googlemail.com", 20, 20),
        Limit(
            3, "Microsoft",
            "outlook.com hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.it hotmail.es live.com live.de live.co.uk live.fr "
                + "live.nl msn.com outlook.de outlook.fr outlook.es outlook.it windowslive.com", 10, 10),
        Limit(
            4, "Yahoo and AOL",
            "yahoo.com ymail.com rocketmail.com yahoo.co.uk yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.co.in yahoo.com.br yahoo.co.jp "
                + "aol.com aol.de aol.co.uk aim.com verizon.net", 10, 10),
        Limit(5, "iCloud", "icloud.com me.com mac.com", 10, 5),
        Limit(6, "GMX and web.de", "gmx.de gmx.net gmx.at gmx.ch gmx.com web.de mail.com 1und1.de", 10, 5),
        Limit(7, "T-Online", "t-online.de magenta.de", 5, 2),
        Limit(8, "Orange and Wanadoo", "orange.fr wanadoo.fr", 3, 2),
        Limit(9, "Free and Laposte", "free.fr laposte.net sfr.fr", 5, 3),
        Limit(10, "Comcast", "comcast.net xfinity.com", 5, 3),
        Limit(11, "Italian providers", "libero.it virgilio.it alice.it tim.it tiscali.it", 5, 3),
        Limit(12, "Proton", "proton.me protonmail.com pm.me", 5, 3),
        Limit(13, "Mail.ru and Yandex", "mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru", 5, 3),
    ];

    public void Configure(EntityTypeBuilder<DomainLimit> builder)
    {
        builder.Property(l => l.Name).HasMaxLength(DomainLimit.MaxName).IsName();
        builder.Property(l => l.Domains).HasMaxLength(DomainLimit.MaxDomains);
        builder.HasIndex(l => l.Name).IsUnique();
        builder.HasData(Usual);
    }

    public void Configure(EntityTypeBuilder<MailServerDay> builder)
    {
        builder.HasKey(d => new { d.MailServerId, d.Day });
        builder.HasOne<MailServer>().WithMany().HasForeignKey(d => d.MailServerId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<MailServerHeartbeat> builder)
    {
        builder.HasKey(p => new { p.MailServerId, p.Instance });
        builder.Property(p => p.Instance).HasMaxLength(200).IsKey();
        builder.HasOne<MailServer>().WithMany().HasForeignKey(p => p.MailServerId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Slowdown> builder)
    {
        builder.Property(s => s.Domain).HasMaxLength(Domain).IsKey();
        builder.Property(s => s.Reason).HasMaxLength(Slowdown.MaxReason);
        builder.HasIndex(s => s.Domain);
        builder.HasOne<MailServer>().WithMany().HasForeignKey(s => s.MailServerId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<CampaignDomainCount> builder)
    {
        builder.HasKey(c => new { c.CampaignId, c.Domain });
        builder.Property(c => c.Domain).HasMaxLength(Domain).IsKey();
        builder.HasOne<Campaign>().WithMany().HasForeignKey(c => c.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<CampaignServerCount> builder)
    {
        builder.HasKey(c => new { c.CampaignId, c.MailServerId });
        builder.HasOne<Campaign>().WithMany().HasForeignKey(c => c.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    private static DomainLimit Limit(int id, string name, string domains, int connections, double perSecond) =>
        new() { Id = id, Name = name, Domains = domains, MaxConnections = connections, MaxPerSecond = perSecond };
}
