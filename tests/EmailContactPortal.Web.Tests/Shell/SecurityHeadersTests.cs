using System.Net;

namespace EmailContactPortal.Web.Tests.Shell;

public sealed class SecurityHeadersTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/nowhere")]
    [InlineData("/css/portal.css")]
    public async Task Every_answer_carries_a_strict_policy(string path)
    {
        using var visitor = portal.Visitor();
        using var response = await visitor.GetAsync(path);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Pages_have_no_inline_script_or_style()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        foreach (var path in new[] { "/", "/account/profile", "/settings/users", "/settings/users/new", "/settings/site", "/settings" })
        {
            var page = await admin.PageAsync(path);
            Assert.Empty(page.QuerySelectorAll("script:not([src]), style, [style], [onclick], [onchange]"));
        }
    }

    [Fact]
    public async Task Unknown_address_answers_with_a_page_that_says_so()
    {
        using var marketer = await portal.SignInAsync();
        using var response = await marketer.GetAsync("/campaigns-that-never-were");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is nothing at this address", (await response.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marketer_reads_why_a_page_of_administrators_stays_shut()
    {
        using var marketer = await portal.SignInAsync();
        using var response = await marketer.GetAsync("/settings/users");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("It is for administrators", (await response.DocumentAsync()).Words(), StringComparison.Ordinal);
    }
}
