namespace EmailContactPortal.Domain.Tests;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("  Anna@Example.COM ", "Anna@example.com", "anna@example.com")]
    [InlineData("o'brien+news@mail.example.org", "o'brien+news@mail.example.org", "o'brien+news@mail.example.org")]
    [InlineData("matti.meikäläinen@esimerkki.fi", "matti.meikäläinen@esimerkki.fi", "matti.meikäläinen@esimerkki.fi")]
    [InlineData("\uFEFF\u200Banna@example.com\u2060\u00AD\u202C\u00A0\r\n\0", "anna@example.com", "anna@example.com")]
    [InlineData("info@Bücher.example", "info@bücher.example", "info@xn--bcher-kva.example")]
    [InlineData("用户@例子.广告", "用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v")]
    public void Good_addresses_are_trimmed_and_get_a_key(string input, string address, string key)
    {
        Assert.True(EmailAddress.TryNormalize(input, out var normalized, out var reason), reason);
        Assert.Equal(address, normalized);
        Assert.Equal(key, EmailAddress.Key(normalized));
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("   ", "empty")]
    [InlineData("anna", "no @")]
    [InlineData("@example.com", "before")]
    [InlineData("anna@", "after")]
    [InlineData("anna@localhost", "full domain")]
    [InlineData("an na@example.com", "space")]
    [InlineData("anna@example.com\r\nBcc: x@example.com", "line break")]
    [InlineData("anna@@example.com", "not allowed")]
    [InlineData("a..b@example.com", "Dots")]
    [InlineData(".a@example.com", "Dots")]
    [InlineData("anna@-example.com", "domain name")]
    [InlineData("anna@exam_ple.com", "domain name")]
    [InlineData("anna@example..com", "domain name")]
    [InlineData("\"anna\"@example.com", "not allowed")]
    [InlineData("anna<b>@example.com", "not allowed")]
    [InlineData("an\u200Bna@example.com", "zero width space, U+200B")]
    [InlineData("anna@exam\u00ADple.com", "soft hyphen, U+00AD")]
    [InlineData("anna\u2060@example.com", "word joiner")]
    [InlineData("an\uFEFFna@example.com", "byte-order mark")]
    [InlineData("an\u202Ena@example.com", "writing direction")]
    [InlineData("anna@exa\u200Dmple.com", "zero width joiner")]
    [InlineData("an\uE000na@example.com", "no character")]
    [InlineData("an\u00A0na@example.com", "space")]
    [InlineData("j\uFFFDrvi@example.com", "lost on the way")]
    [InlineData("\u200B\uFEFF", "empty")]
    [InlineData("a@192.0.2.1", "number of the network")]
    [InlineData("a@１９２.０.２.１", "number of the network")]
    [InlineData("a@[192.0.2.1]", "domain name")]
    [InlineData("a@[IPv6:2001:db8::1]", "domain name")]
    [InlineData("a@example.123", "number of the network")]
    public void Bad_addresses_are_refused_with_a_reason(string? input, string reasonContains)
    {
        Assert.False(EmailAddress.TryNormalize(input, out _, out var reason));
        Assert.Contains(reasonContains, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_part_over_64_characters_is_refused() =>
        Assert.False(EmailAddress.TryNormalize(new string('a', 65) + "@example.com", out _, out _));

    [Fact]
    public void Two_spellings_of_one_domain_are_one_person() =>
        Assert.Equal(EmailAddress.Key("a@bücher.example"), EmailAddress.Key("A@xn--bcher-kva.example"));
}
