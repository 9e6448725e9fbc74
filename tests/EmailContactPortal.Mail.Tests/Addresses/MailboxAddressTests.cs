using EmailContactPortal.Mail.Addresses;

namespace EmailContactPortal.Mail.Tests.Addresses;

public class MailboxAddressTests
{
    [Theory]
    [InlineData("anna@example.com", "anna@example.com")]
    [InlineData("Anna.Korhonen+list@Example.COM", "Anna.Korhonen+list@example.com")]
    [InlineData("o'brien@example.ie", "o'brien@example.ie")]
    [InlineData("\"two words\"@example.com", "\"two words\"@example.com")]
    [InlineData("posti@yhtiö.fi", "posti@xn--yhti-8qa.fi")]
    [InlineData("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v")]
    [InlineData("x@[192.0.2.1]", "x@[192.0.2.1]")]
    [InlineData("x@[IPv6:2001:db8::1]", "x@[IPv6:2001:db8::1]")]
    [InlineData("root@localhost", "root@localhost")]
    public void Address_is_read_and_its_domain_brought_to_ascii(string text, string expected) =>
        Assert.Equal(expected, MailboxAddress.Parse(text).ToString());

    [Theory]
    [InlineData("", AddressFault.Empty)]
    [InlineData("anna", AddressFault.NoAtSign)]
    [InlineData("@example.com", AddressFault.LocalPart)]
    [InlineData("anna@", AddressFault.Domain)]
    [InlineData(".anna@example.com", AddressFault.LocalPart)]
    [InlineData("anna.@example.com", AddressFault.LocalPart)]
    [InlineData("an..na@example.com", AddressFault.LocalPart)]
    [InlineData("an na@example.com", AddressFault.LocalPart)]
    [InlineData("a@b@example.com", AddressFault.LocalPart)]
    [InlineData("anna@exa_mple.com", AddressFault.Domain)]
    [InlineData("anna@-example.com", AddressFault.Domain)]
    [InlineData("anna@example..com", AddressFault.Domain)]
    [InlineData("anna@example.com.", AddressFault.Domain)]
    [InlineData("anna@[1.2.3]", AddressFault.Domain)]
    [InlineData("anna@example.com\r\nRCPT TO:<x@y.z>", AddressFault.ControlCharacter)]
    [InlineData("anna\n@example.com", AddressFault.ControlCharacter)]
    [InlineData("<anna@example.com>", AddressFault.LocalPart)]
    [InlineData("an\u200Bna@example.com", AddressFault.LocalPart)]
    public void Text_that_is_no_address_is_refused_with_the_reason(string text, AddressFault expected)
    {
        Assert.False(MailboxAddress.TryParse(text, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Lengths_are_bounded_in_octets()
    {
        Assert.True(MailboxAddress.TryParse(new string('a', 64) + "@example.com", out _, out _));
        Assert.False(MailboxAddress.TryParse(new string('a', 65) + "@example.com", out _, out var fault));
        Assert.Equal(AddressFault.TooLong, fault);
        Assert.False(MailboxAddress.TryParse(new string('ä', 33) + "@example.com", out _, out fault));
        Assert.Equal(AddressFault.TooLong, fault);
        Assert.False(MailboxAddress.TryParse("a@" + string.Join('.', Enumerable.Repeat(new string('b', 63), 4)) + ".com", out _, out _));
    }

    [Fact]
    public void Only_an_international_local_part_needs_smtputf8()
    {
        Assert.False(MailboxAddress.Parse("posti@yhtiö.fi").NeedsSmtpUtf8);
        Assert.True(MailboxAddress.Parse("jösé@example.com").NeedsSmtpUtf8);
    }
}
