using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Domain.Tests.Tracking;

public sealed class LinkTargetTests
{
    [Theory]
    [InlineData("https://meadow.example/a?b=c", "https://meadow.example/a?b=c")]
    [InlineData("mailto:shop@meadow.example", "mailto:shop@meadow.example")]
    [InlineData("https://www.säästö.example/k", "https://www.xn--sst-qlaa4i.example/k")]
    [InlineData("https://bücher.example:8080/straße?q=ä#ö", "https://xn--bcher-kva.example:8080/stra%C3%9Fe?q=%C3%A4#%C3%B6")]
    [InlineData("https://ü:ö@bücher.example/", "https://%C3%BC:%C3%B6@xn--bcher-kva.example/")]
    [InlineData("https://meadow.example/a b", "https://meadow.example/a%20b")]
    [InlineData("https://例え.テスト/道", "https://xn--r8jz45g.xn--zckzah/%E9%81%93")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("/relative", null)]
    [InlineData("http://", null)]
    [InlineData("https://exa mple.com", null)]
    public void Only_web_and_mail_addresses_are_opened_and_only_as_ASCII(string stored, string? target) =>
        Assert.Equal(target, new LinkTarget(stored).Plain);

    [Theory]
    [InlineData("https://meadow.example/\r\nSet-Cookie: a=b")]
    [InlineData("https://xn--.example/ä")]
    [InlineData("https://a..ä.example/")]
    [InlineData("https://-ä-.example/")]
    [InlineData("https://[fe80::1%25ä]/ä")]
    [InlineData("https://meadow.example:99999/ä")]
    [InlineData("mailto:ä@ö.example")]
    [InlineData("https://ä\0.example/")]
    [InlineData("https://{{#if a}}")]
    [InlineData("{{")]
    [InlineData("https://x.example/{{a b}}")]
    public void An_odd_stored_link_is_safe_for_a_header_or_leads_nowhere(string stored)
    {
        var target = new LinkTarget(stored);
        var address = target.IsPlain ? target.Plain : target.For(_ => "ä\r\n");
        Assert.True(address is null || address.All(c => c is > ' ' and < (char)127), address);
    }

    [Theory]
    [InlineData("https://meadow.example/?n={{firstname}}", "https://meadow.example/?n=%C3%85sa%20%26%20Co")]
    [InlineData("https://meadow.example/?c={{default city \"none\"}}", "https://meadow.example/?c=none")]
    [InlineData("https://meadow.example/{{#if city}}c{{else}}x{{/if}}", "https://meadow.example/x")]
    [InlineData("{{#if site}}https://meadow.example/?n={{firstname}}{{/if}}", "https://meadow.example/?n=%C3%85sa%20%26%20Co")]
    [InlineData("{{site}}/welcome", "https://own.example/welcome")]
    [InlineData("{{site}}/?n={{firstname}}", "https://own.example/?n=%C3%85sa%20%26%20Co")]
    [InlineData("{{firstname}}", null)]
    public void Merge_fields_are_filled_and_encoded(string stored, string? target)
    {
        var person = new Person("a@example.com", "Åsa & Co", "", """{"site":"https://own.example","city":"","number":5}""");
        Assert.Equal(target, new LinkTarget(stored).For(person.Value));
    }
}
