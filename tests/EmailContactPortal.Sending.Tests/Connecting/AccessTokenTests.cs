using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Sending.Connecting;
using EmailContactPortal.Testing;
using Microsoft.Extensions.Options;
using Moq;

namespace EmailContactPortal.Sending.Tests.Connecting;

public sealed class AccessTokenTests
{
    private readonly TestClock _clock = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
    private readonly List<(string Address, Dictionary<string, string> Fields)> _asked = [];
    private HttpStatusCode _status = HttpStatusCode.OK;
    private string _answer = """{"access_token":"first","expires_in":3600}""";

    private static MailServer Microsoft => new()
    {
        Name = "M",
        Host = "smtp.office365.com",
        UserName = "news@example.com",
        SignIn = MailSignIn.Microsoft365,
        Tenant = "example.com",
        ClientId = "client-1",
    };

    [Fact]
    public async Task Microsoft_gives_one_token_for_everybody_until_it_ages()
    {
        var tokens = Tokens();

        var many = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tokens.GetAsync(Microsoft, "s3cret", default)));
        _answer = """{"access_token":"second","expires_in":3600}""";
        _clock.Advance(TimeSpan.FromMinutes(55));

        Assert.All(many, token => Assert.Equal("first", token));
        Assert.Equal("second", await tokens.GetAsync(Microsoft, "s3cret", default));
        Assert.Equal(2, _asked.Count);
        Assert.Equal("https://login.microsoftonline.com/example.com/oauth2/v2.0/token", _asked[0].Address);
        Assert.Equal(
            ("client_credentials", "client-1", "s3cret"),
            (_asked[0].Fields["grant_type"], _asked[0].Fields["client_id"], _asked[0].Fields["client_secret"]));
    }

    [Fact]
    public async Task A_token_that_was_refused_is_asked_for_anew()
    {
        var tokens = Tokens();
        var token = await tokens.GetAsync(Microsoft, "s3cret", default);

        tokens.Forget(Microsoft, "s3cret", token);
        await tokens.GetAsync(Microsoft, "s3cret", default);

        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task Google_is_asked_with_an_assertion_that_the_account_signed()
    {
        using var key = RSA.Create(2048);
        var file = JsonSerializer.Serialize(new
        {
            client_email = "robot@project.example",
            private_key = key.ExportPkcs8PrivateKeyPem(),
            token_uri = "https://oauth2.googleapis.com/token",
        });
        var server = new MailServer { Name = "G", Host = "smtp.gmail.com", UserName = "news@example.com", SignIn = MailSignIn.Google };

        await Tokens().GetAsync(server, file, default);

        var parts = Assert.Single(_asked).Fields["assertion"].Split('.');
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1));
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        Assert.Equal(
            ("robot@project.example", "news@example.com", "https://mail.google.com/"),
            (claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("scope").GetString()));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, """{"error":"invalid_client","error_description":"AADSTS7000215: bad secret"}""",
        SmtpTrouble.Permanent, "AADSTS7000215")]
    [InlineData(HttpStatusCode.BadGateway, "<html>", SmtpTrouble.Network, "HTTP 502")]
    [InlineData(HttpStatusCode.OK, "[]", SmtpTrouble.Permanent, "gives no access token")]
    public async Task A_refusal_is_told_with_its_remedy_and_without_the_secret(
        HttpStatusCode status, string answer, SmtpTrouble trouble, string says)
    {
        (_status, _answer) = (status, answer);

        var refused = await Assert.ThrowsAsync<SmtpException>(() => Tokens().GetAsync(Microsoft, "s3cret", default));

        Assert.Equal((trouble, SmtpStage.Auth), (refused.Trouble, refused.Stage));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_that_is_none_is_told()
    {
        var server = new MailServer { Name = "G", Host = "smtp.gmail.com", UserName = "news@example.com", SignIn = MailSignIn.Google };

        var refused = await Assert.ThrowsAsync<SmtpException>(() => Tokens().GetAsync(server, "not json", default));

        Assert.Contains("Paste the whole JSON file", refused.Message, StringComparison.Ordinal);
    }

    private AccessTokens Tokens()
    {
        var clients = new Mock<IHttpClientFactory>();
        clients.Setup(c => c.CreateClient(It.IsAny<string>())).Returns(() => new HttpClient(new Issuer(this)));
        return new AccessTokens(clients.Object, Options.Create(new SendingOptions()), _clock);
    }

    private sealed class Issuer(AccessTokenTests test) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var form = System.Web.HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken));
            test._asked.Add((request.RequestUri!.ToString(), form.AllKeys.ToDictionary(k => k!, k => form[k]!)));
            return new HttpResponseMessage(test._status) { Content = new StringContent(test._answer) };
        }
    }
}
