using System.Text;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Tests.Smtp;

public abstract class SignInTests(SmtpClientKind client)
{
    private static readonly SmtpCredentials Tim = new("tim", "tanstaaftanstaaf");

    [Theory, MemberData(nameof(SmtpConversationTests.Deliveries), MemberType = typeof(SmtpConversationTests))]
    public async Task Plain_signs_in_with_one_line(Delivery delivery)
    {
        using var server = Start(Hello("PLAIN LOGIN") + $"""
            C: AUTH PLAIN {Base64("\0tim\0tanstaaftanstaaf")}
            S: 235 2.7.0 welcome
            """, delivery);
        await using var connection = await SmtpConnection.OpenAsync(server.Endpoint with { Credentials = Tim }, default);
        await server.EndAsync();
    }

    [Fact]
    public async Task Login_answers_two_questions()
    {
        using var server = Start(Hello("LOGIN") + $"""
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
        using var server = Start(Hello("CRAM-MD5") + $"""
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
        using var server = Start(Hello("PLAIN XOAUTH2") + $$"""
            C: AUTH XOAUTH2 {{Base64("user=tim\u0001auth=Bearer ya29\u0001\u0001")}}
            S: 334 {{Base64("{\"status\":\"401\"}")}}
            C: 
            S: 535 5.7.8 expired
            """);
        var trouble = await Assert.ThrowsAsync<SmtpException>(() =>
            SmtpConnection.OpenAsync(
                server.Endpoint with { Credentials = new SmtpCredentials("tim", "ya29", IsAccessToken: true) }, default));
        Assert.Equal((SmtpTrouble.Permanent, SmtpStage.Auth, "5.7.8"), (trouble.Trouble, trouble.Stage, trouble.Reply!.EnhancedCode));
    }

    [Fact]
    public async Task Mechanism_the_server_only_claims_to_know_is_followed_by_the_next()
    {
        using var server = Start(Hello("PLAIN LOGIN") + $"""
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
        // MailKit asks once more, because the first answer only told that there is no STARTTLS.
        var hello = Hello("PLAIN LOGIN");
        using var server = Start(client == SmtpClientKind.MailKit ? hello + hello[hello.IndexOf('C')..] : hello);
        var trouble = await Assert.ThrowsAsync<SmtpException>(() =>
            SmtpConnection.OpenAsync(server.Endpoint with { Credentials = Tim, Security = SmtpSecurity.Auto }, default));
        Assert.Equal(SmtpStage.Auth, trouble.Stage);
        Assert.Contains("without encryption", trouble.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SCRAM-SHA-1", "r=xyz,s=QSXCR+Q6sek8bf92,i=4096", "nonce")]
    [InlineData("SCRAM-SHA-256", "r=NONCE+more,s=QSXCR+Q6sek8bf92,i=999999999", "iterations")]
    [InlineData("SCRAM-SHA-256", "r=NONCE+more,i=4096", "salt")]
    public async Task Scram_question_that_makes_no_sense_is_not_answered(string mechanism, string question, string reason)
    {
        using var server = new CountingServer { Mechanism = mechanism, Challenge = question };
        var trouble = await Assert.ThrowsAsync<SmtpException>(() => SmtpConnection.OpenAsync(
            server.Endpoint with { Client = client, Credentials = Tim }, default));
        Assert.Equal((SmtpTrouble.Protocol, SmtpStage.Auth), (trouble.Trouble, trouble.Stage));
        Assert.Contains(reason, trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scram_refuses_a_server_that_does_not_know_the_password()
    {
        using var server = new CountingServer
        {
            Mechanism = "SCRAM-SHA-256",
            Challenge = "r=NONCE+more,s=QSXCR+Q6sek8bf92,i=4096",
            Proof = "v=" + Convert.ToBase64String(new byte[32]),
        };
        var trouble = await Assert.ThrowsAsync<SmtpException>(() => SmtpConnection.OpenAsync(
            server.Endpoint with { Client = client, Credentials = Tim }, default));
        Assert.Contains("does not know the password", trouble.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Expected", trouble.ToString().Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scram_refuses_a_server_that_says_yes_without_a_proof()
    {
        using var server = new CountingServer
        {
            Mechanism = "SCRAM-SHA-1",
            Challenge = "r=NONCE+more,s=QSXCR+Q6sek8bf92,i=4096",
            Proof = "",
        };
        var trouble = await Assert.ThrowsAsync<SmtpException>(() => SmtpConnection.OpenAsync(
            server.Endpoint with { Client = client, Credentials = Tim }, default));
        Assert.Contains("did not prove", trouble.Message, StringComparison.Ordinal);
    }

    private RecordedConversation Start(string script, Delivery delivery = Delivery.Whole) =>
        RecordedConversation.Start(script, delivery, client);

    private static string Hello(string mechanisms) =>
        $"S: 220 mx\nC: EHLO client.example.com\nS: 250-mx\nS: 250-AUTH {mechanisms}\nS: 250 AUTH={mechanisms}\n";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

public sealed class MailKitSignInTests() : SignInTests(SmtpClientKind.MailKit);

public sealed class PipelinedSignInTests() : SignInTests(SmtpClientKind.Pipelined);
