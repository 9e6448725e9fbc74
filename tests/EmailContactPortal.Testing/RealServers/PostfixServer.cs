using System.Diagnostics;

namespace EmailContactPortal.Testing.RealServers;

/// <summary>Debian's Postfix with Cyrus SASL, configured in a folder of its own; the machine's own Postfix is not touched.</summary>
public sealed class PostfixServer : RealMailServer
{
    private static readonly string[] Mechanisms = ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"];
    private readonly string home = Directory.CreateTempSubdirectory("ecp-postfix-").FullName;
    private readonly Dictionary<string, int> signInPorts = Mechanisms.ToDictionary(m => m, _ => FreePort.Next());

    protected override string Maildir => Path.Combine(home, "mail", "inbox");

    private string LogPath => Path.Combine(home, "mail.log");

    /// <summary>Mail to this address is taken and comes back: there is no such mailbox.</summary>
    public const string NoSuchMailbox = "nobody@" + Domain;

    /// <summary>Mail to this address is taken and comes back: its mailbox is full.</summary>
    public const string FullMailbox = "full@" + Domain;

    /// <summary>A domain whose mail goes on to a server on this machine.</summary>
    public const string RelayedDomain = "bounces.example";

    /// <summary>Where mail of <see cref="RelayedDomain"/> goes on to.</summary>
    public int RelayPort { get; } = FreePort.Next();

    /// <summary>A port that offers one way of signing in, and no encryption.</summary>
    public int PortFor(string mechanism) => signInPorts[mechanism];

    public override string ReadLog() => File.Exists(LogPath) ? File.ReadAllText(LogPath) : "";

    /// <summary>Starts it; throws with the reason when this machine cannot.</summary>
    public async Task StartAsync()
    {
        RequireRoot("Postfix");
        foreach (var program in new[] { "/usr/sbin/postfix", "/usr/sbin/saslpasswd2", "/usr/lib/postfix/sbin/virtual" })
            if (!File.Exists(program))
                throw new InvalidOperationException($"{program} is missing; run eng/test.sh as root, which installs it.");

        SetMode(home, 0b111_101_101);
        foreach (var folder in new[] { "queue", "data", "mail", "sasl" }) Directory.CreateDirectory(Path.Combine(home, folder));
        WriteCertificate(Path.Combine(home, "cert.pem"), Path.Combine(home, "key.pem"));
        await File.WriteAllTextAsync(Path.Combine(home, "main.cf"), Main());
        await File.WriteAllTextAsync(Path.Combine(home, "master.cf"), Master());
        foreach (var mechanism in Mechanisms)
            await File.WriteAllTextAsync(
                Path.Combine(home, "sasl", mechanism + ".conf"),
                $"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {home}/sasldb2\nmech_list: {mechanism}\n");
        await ForeignProgram.RunAsync("/usr/sbin/saslpasswd2", ["-p", "-c", "-f", $"{home}/sasldb2", "-u", Domain, UserName], Password);
        await ForeignProgram.RunAsync("/bin/chown", ["postfix", $"{home}/sasldb2", $"{home}/data"], "");
        await ForeignProgram.RunAsync("/bin/chown", ["nobody", $"{home}/mail"], "");
        await StartAsync(Path.Combine(home, "console.log"), "/usr/sbin/postfix", "-c", home, "start-fg");
    }

    public override async ValueTask DisposeAsync()
    {
        using (var stop = Process.Start(new ProcessStartInfo("/usr/sbin/postfix")
        {
            ArgumentList = { "-c", home, "stop" },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!)
            await stop.WaitForExitAsync();
        await base.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    private string Main() =>
        $"""
        compatibility_level = 3.6
        queue_directory = {home}/queue
        data_directory = {home}/data
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        mail_owner = postfix
        setgid_group = postdrop
        maillog_file = {LogPath}
        maillog_file_prefixes = {home}
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = {Domain}
        mydestination =
        mynetworks =
        alias_maps =
        smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
        transport_maps = inline:{Transports()}
        smtp_tls_security_level = none
        virtual_mailbox_domains = {Domain}
        virtual_mailbox_base = {home}/mail
        virtual_mailbox_maps = static:inbox/
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        smtpd_tls_cert_file = {home}/cert.pem
        smtpd_tls_key_file = {home}/key.pem
        smtpd_tls_security_level = none
        smtpd_sasl_local_domain = {Domain}
        cyrus_sasl_config_path = {home}/sasl
        smtpd_client_connection_count_limit = 0
        smtputf8_enable = yes

        """;

    private string Transports()
    {
        (string Where, string How)[] transports =
        [
            (NoSuchMailbox, "nosuch:"), (FullMailbox, "full:"), (RelayedDomain, $"smtp:[127.0.0.1]:{RelayPort}"),
        ];
        return "{ " + string.Join(", ", transports.Select(t => "{ " + t.Where + " = " + t.How + " }")) + " }";
    }

    private string Master()
    {
        const string signIn =
            "-o smtpd_sasl_auth_enable=yes -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject -o smtpd_sasl_path=";
        string Listen(int port, string options) => $"127.0.0.1:{port} inet n - n - - smtpd {options}\n";
        return Listen(PlainPort, "")
            + Listen(StartTlsPort, "-o smtpd_tls_security_level=encrypt")
            + Listen(TlsPort, "-o smtpd_tls_security_level=encrypt -o smtpd_tls_wrappermode=yes")
            + Listen(SignInPort, $"-o smtpd_tls_security_level=encrypt {signIn}SCRAM-SHA-256")
            + string.Concat(signInPorts.Select(p => Listen(p.Value, signIn + p.Key)))
            + """
              pickup unix n - n 60 1 pickup
              cleanup unix n - n - 0 cleanup
              qmgr unix n - n 300 1 qmgr
              rewrite unix - - n - - trivial-rewrite
              bounce unix - - n - 0 bounce
              defer unix - - n - 0 bounce
              trace unix - - n - 0 bounce
              verify unix - - n - 1 verify
              flush unix n - n 1000? 0 flush
              proxymap unix - - n - - proxymap
              anvil unix - - n - 1 anvil
              scache unix - - n - 1 scache
              tlsmgr unix - - n 1000? 1 tlsmgr
              postlog unix-dgram n - n - 1 postlogd
              error unix - - n - - error
              retry unix - - n - - error
              nosuch unix - n n - - pipe user=nobody argv=/bin/sh -c {echo 5.1.1 User unknown; exit 67}
              full unix - n n - - pipe user=nobody argv=/bin/sh -c {echo 5.2.2 mailbox full; exit 69}
              discard unix - - n - - discard
              virtual unix - n n - - virtual
              smtp unix - - n - - smtp

              """;
    }
}
