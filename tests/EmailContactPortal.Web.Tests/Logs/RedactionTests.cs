using System.Diagnostics;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Web.Logs;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace EmailContactPortal.Web.Tests.Logs;

/// <summary>Whatever anybody logs, no address and no token gets out.</summary>
public sealed class RedactionTests
{
    private static readonly PublicToken Tokens = new(new byte[32]);

    [Theory]
    [InlineData("550 5.1.1 <ann@example.com>: no such user", "550 5.1.1 <[address]>: no such user")]
    [InlineData("Ann.O'Brien+news@mail.example.com, bob@intranet.", "[address], [address].")]
    [InlineData("äijä@säästö.example and 用户@例子.广告", "[address] and [address]")]
    [InlineData("GET /reports/people?email=ann%40example.com&from=2", "GET /reports/people?email=[address]&from=2")]
    [InlineData("to \"ann lee\"@example.com now", "to [address] now")]
    [InlineData("postmaster@[192.0.2.1] said no", "[address] said no")]
    [InlineData("@tabler/core, a @ b, ann@, @", "@tabler/core, a @ b, ann@, @")]
    [InlineData("Authorization: Bearer ecp_abcdefgh12345678", "Authorization: Bearer [key]")]
    [InlineData("?operation=query&sessionName=4f2a99&password=hunter2 x", "?operation=query&sessionName=[secret]&password=[secret] x")]
    [InlineData("key ecp_0123456789abcdef, cookie CfDJ8AbCdEfGhIjKl", "key [key], cookie [key]")]
    [InlineData("GET /u/some-broken-token?x HTTP/1.1", "GET /u/[token]?x HTTP/1.1")]
    [InlineData("Campaign 7 took 12 batches in 00:01:02", "Campaign 7 took 12 batches in 00:01:02")]
    public void Addresses_tokens_and_secrets_are_masked_and_the_rest_stays(string text, string expected)
    {
        Assert.Equal(expected, Redaction.Mask(text));
        Assert.Equal(expected, Redaction.Mask(expected));
    }

    [Theory]
    [InlineData(TokenScope.Open, 1)]
    [InlineData(TokenScope.Click, 4_000_000_000)]
    [InlineData(TokenScope.Subscription, 123_456)]
    public void A_token_of_a_mail_is_masked_wherever_it_stands(TokenScope scope, long delivery)
    {
        var token = Tokens.Create(scope, delivery, 7);
        Assert.Equal("no delivery for [token].", Redaction.Mask($"no delivery for {token}."));
        Assert.Equal("https://mail.example.com/c/[token]", Redaction.Mask("https://mail.example.com/c/" + token));
        var local = new ReturnAddress(Tokens, "bounces.example").ForBounces(delivery).Split('@')[0];
        Assert.Equal("RCPT [token]", Redaction.Mask("RCPT " + local));
        Assert.Equal("RCPT [address]", Redaction.Mask($"RCPT {local}@bounces.example"));
    }

    [Fact]
    public void Trace_numbers_ids_and_class_names_are_not_mistaken_for_tokens()
    {
        var text =
            $"{ActivityTraceId.CreateRandom()} {Guid.NewGuid():N} EmailContactPortal.Web.Logs.RequestLog ExceptionHandlerMiddlewareImpl16";
        Assert.Equal(text, Redaction.Mask(text));
    }

    [Fact]
    public void A_megabyte_of_one_word_is_masked_in_no_time()
    {
        var hostile = new string('a', 1_000_000) + string.Concat(Enumerable.Repeat("@", 10_000)) + new string('b', 1_000_000);
        // Would take minutes if every letter were a place to begin.
        Assert.Equal(hostile.Length, Redaction.Mask(hostile).Length, tolerance: 2000.0);
    }

    [Fact]
    public void Template_properties_and_exceptions_are_masked_before_any_sink()
    {
        var lines = new StringWriter();
        using (var log = new LoggerConfiguration().WriteTo
            .Sink(new RedactingSink(new LoggerConfiguration().WriteTo.Sink(new Lines(lines)).CreateLogger())).CreateLogger())
        {
            var inner = new InvalidOperationException("Recipient ann@example.com was refused");
            log.ForContext("RequestPath", "/u/secret-path-token")
                .ForContext("People", new[] { "bob@example.com" })
                .ForContext(
                    "Form", new
                    {
                        Email = "carl@example.com",
                        Tokens = new Dictionary<string, object> { ["dora@example.com"] = new Uri("http://x/c/eve-token-1234") },
                    }, destructureObjects: true)
                .Error(new AggregateException(inner), "Not for {Who} but frank@example.com, {Count}", "gina@example.com", 3);
        }

        var written = lines.ToString();
        foreach (var secret in (string[])["ann@", "bob@", "carl@", "dora@", "eve-token", "frank@", "gina@", "secret-path"])
            Assert.DoesNotContain(secret, written, StringComparison.Ordinal);
        Assert.Contains("\"Count\":3", written, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: Recipient [address] was refused", written, StringComparison.Ordinal);
    }

    private sealed class Lines(TextWriter writer) : ILogEventSink
    {
        private readonly CompactJsonFormatter formatter = new();

        public void Emit(LogEvent logEvent) => formatter.Format(logEvent, writer);
    }
}
