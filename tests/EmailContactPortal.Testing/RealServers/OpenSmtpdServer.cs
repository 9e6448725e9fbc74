using System.Runtime.CompilerServices;

namespace EmailContactPortal.Testing.RealServers;

/// <summary>
/// Debian's OpenSMTPD, which wants fixed paths and users: it runs in a root of its own that <c>eng/opensmtpd.sh</c> unpacks.
/// </summary>
public sealed class OpenSmtpdServer : RealMailServer
{
    private static readonly string Root = FindRoot();

    protected override string Maildir => Path.Combine(Root, "mail", "inbox");

    private static string LogPath => Path.Combine(Root, "smtpd.log");

    public override string ReadLog() => File.Exists(LogPath) ? File.ReadAllText(LogPath) : "";

    /// <summary>Starts it; throws with the reason when this machine cannot. One at a time: all share the root.</summary>
    public async Task StartAsync()
    {
        RequireRoot("OpenSMTPD");
        if (!File.Exists(Path.Combine(Root, "usr/sbin/smtpd")))
            throw new InvalidOperationException($"OpenSMTPD is not unpacked at {Root}; run eng/opensmtpd.sh as root.");

        File.Delete(LogPath);
        foreach (var folder in new[] { "mail/inbox", "var/spool/smtpd" })
            if (Directory.Exists(Path.Combine(Root, folder))) Directory.Delete(Path.Combine(Root, folder), recursive: true);
        Directory.CreateDirectory(Path.Combine(Root, "var/spool/smtpd"));
        SetMode(Path.Combine(Root, "var/spool/smtpd"), 0b111_001_001);
        WriteCertificate(Path.Combine(Root, "etc/cert.pem"), Path.Combine(Root, "etc/key.pem"));
        File.Copy(Path.Combine(Root, "etc/cert.pem"), Path.Combine(Root, "etc/ssl/certs/ca-certificates.crt"), overwrite: true);
        var hash = await ForeignProgram.RunAsync("/usr/bin/openssl", ["passwd", "-6", "-stdin"], Password);
        await File.WriteAllTextAsync(Path.Combine(Root, "etc/users"), $"{UserName} {hash.Trim()}\n");
        await File.WriteAllTextAsync(Path.Combine(Root, "etc/smtpd.conf"), Configuration());
        await StartAsync(LogPath, "/usr/sbin/chroot", Root, "/usr/sbin/smtpd", "-d", "-f", "/etc/smtpd.conf");
    }

    private string Configuration() =>
        $$"""
        pki localhost cert "/etc/cert.pem"
        pki localhost key "/etc/key.pem"
        table users file:/etc/users
        table people { "@" = vmail }
        listen on 127.0.0.1 port {{PlainPort}} hostname {{Domain}}
        listen on 127.0.0.1 port {{StartTlsPort}} hostname {{Domain}} tls-require pki localhost
        listen on 127.0.0.1 port {{TlsPort}} hostname {{Domain}} smtps pki localhost
        listen on 127.0.0.1 port {{SignInPort}} hostname {{Domain}} tls-require pki localhost auth <users>
        action "in" maildir "/mail/inbox" virtual <people>
        match from any for domain "{{Domain}}" action "in"

        """;

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "artifacts", "opensmtpd"));
}
