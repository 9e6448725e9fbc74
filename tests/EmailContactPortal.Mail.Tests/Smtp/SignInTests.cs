using System.Text;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Mail.Smtp.Authentication;

namespace EmailContactPortal.Mail.Tests.Smtp;

public class SignInTests
{
    private static readonly SmtpCredentials Tim = new("tim", "tanstaaftanstaaf");

    [Theory, MemberData(nameof(SmtpConversationTests.Deliveries), MemberType = typeof(SmtpConversationTests))]
    public async Task Plain_signs_in_with_one_line(Delivery delivery)
    {
        using var server = RecordedConversation.Start(Hello("PLAIN LOGIN") + $"""
            C: AUTH PLAIN {Base64("\0tim\0tanstaaftanstaaf")}
            S: 235 2.7.0 welcome
            """, delivery);
        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint with { Credentials = Tim }, default);
        await server.EndAsync();
    }

    [Fact]
    public async Task Login_answers_two_questions()
    {
        using var server = RecordedConversation.Start(Hello("LOGIN") + $"""
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: {Base64("tim")}
            S: 334 UGFzc3dvcmQ6
            C: {Base64("tanstaaftanstaaf")}
            S: 235 welcome
            """);
        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint with { Credentials = Tim }, default);
        await server.EndAsync();
    }

    [Fact]
    public async Task Cram_md5_agrees_with_rfc_2195()
    {
        using var server = RecordedConversation.Start(Hello("CRAM-MD5") + $"""
            C: AUTH CRAM-MD5
            S: 334 {Base64("<1896.697170952@postoffice.reston.mci.net>")}
            C: {Base64("tim b913a602c7eda7a495b4e6e7334d3890")}
            S: 235 welcome
            """);
        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint with { Credentials = Tim }, default);
        await server.EndAsync();
    }

    [Fact]
    public async Task Access_token_goes_by_xoauth2_and_its_refusal_is_told()
    {
        using var server = RecordedConversation.Start(Hello("PLAIN XOAUTH2") + $$"""
            C: AUTH XOAUTH2 {{Base64("user=tim\u0001auth=Bearer ya29\u0001\u0001")}}
            S: 334 {{Base64("{\"status\":\"401\"}")}}
            C: 
            S: 535 5.7.8 expired
            """);
        var trouble = await Assert.ThrowsAsync<SmtpException>(() =>
            SmtpConnection.OpenAsync(server.Endpoint with { Credentials = new SmtpCredentials("tim", "ya29", IsAccessToken: true) }, default));
        Assert.Equal((SmtpTrouble.Permanent, SmtpStage.Auth, "5.7.8"), (trouble.Trouble, trouble.Stage, trouble.Reply!.EnhancedCode));
    }

    [Fact]
    public async Task Mechanism_the_server_only_claims_to_know_is_followed_by_the_next()
    {
        using var server = RecordedConversation.Start(Hello("PLAIN LOGIN") + $"""
            C: AUTH PLAIN {Base64("\0tim\0tanstaaftanstaaf")}
            S: 504 5.5.4 unrecognized
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: {Base64("tim")}
            S: 334 UGFzc3dvcmQ6
            C: {Base64("tanstaaftanstaaf")}
            S: 235 welcome
            """);
        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint with { Credentials = Tim }, default);
        await server.EndAsync();
    }

    [Fact]
    public async Task Password_is_not_shown_without_encryption_unless_a_person_chose_so()
    {
        using var server = RecordedConversation.Start(Hello("PLAIN LOGIN"));
        var trouble = await Assert.ThrowsAsync<SmtpException>(() =>
            SmtpConnection.OpenAsync(server.Endpoint with { Credentials = Tim, Security = SmtpSecurity.Auto }, default));
        Assert.Equal(SmtpStage.Auth, trouble.Stage);
        Assert.Contains("without encryption", trouble.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScramHash.Sha1, "fyko+d2lbbFgONRv9qkxdawL",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")]
    [InlineData(ScramHash.Sha256, "rOprNGfwEbeRWgbNEkqO",
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    internal void Scram_agrees_with_its_rfc(ScramHash hash, string nonce, string serverFirst, string clientFinal, string serverFinal)
    {
        var scram = new ScramMechanism(new SmtpCredentials("user", "pencil"), hash).WithNonce(nonce);
        Assert.Equal($"n,,n=user,r={nonce}", Encoding.UTF8.GetString(scram.First()));
        Assert.Equal(clientFinal, Encoding.UTF8.GetString(scram.Next(Encoding.UTF8.GetBytes(serverFirst))));
        Assert.False(scram.IsServerProven);
        Assert.Empty(scram.Next(Encoding.UTF8.GetBytes(serverFinal)));
        Assert.True(scram.IsServerProven);
    }

    [Fact]
    public void Scram_refuses_a_server_that_does_not_know_the_password()
    {
        var scram = new ScramMechanism(new SmtpCredentials("user", "pencil"), ScramHash.Sha1).WithNonce("abc");
        scram.First();
        Assert.Throws<FormatException>(() => scram.Next("r=xyz,s=QSXC,i=1"u8.ToArray()));
        scram.Next("r=abcdef,s=QSXC,i=1"u8.ToArray());
        Assert.Throws<FormatException>(() => scram.Next("v=AAAA"u8.ToArray()));
    }

    private static string Hello(string mechanisms) =>
        $"S: 220 mx\nC: EHLO client.example.com\nS: 250-mx\nS: 250-AUTH {mechanisms}\nS: 250 AUTH={mechanisms}\n";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
