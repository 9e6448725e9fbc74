using System.Net;
using EmailContactPortal.Web.Jobs;
using EmailContactPortal.Web.Jobs.Rows;
using EmailContactPortal.Web.Jobs.Scheduler;
using EmailContactPortal.Web.Tests.Api;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Jobs;

public sealed class DashboardTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Theory]
    [InlineData("/hangfire")]
    [InlineData("/hangfire/jobs/enqueued")]
    [InlineData("/hangfire/nowhere")]
    public async Task For_everybody_but_administrators_there_is_nothing(string path)
    {
        using var visitor = portal.Visitor();
        using var marketer = await portal.SignInAsync();
        using var program = await portal.ApiAsync();
        foreach (var client in (HttpClient[])[visitor, marketer, program])
        {
            using var response = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.DoesNotContain("Hangfire", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_administrator_sees_it_with_the_sites_name_a_way_back_and_no_connection_string()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var response = await admin.GetAsync("/hangfire");
        var html = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Email Contact Portal: jobs", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/settings/jobs\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Data Source", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_policy_allows_style_attributes_and_nothing_more_and_other_pages_stay_strict()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var dashboard = await admin.GetAsync("/hangfire");
        using var page = await admin.GetAsync("/settings/jobs");

        var policy = Assert.Single(dashboard.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Equal(
            "style-src-attr 'unsafe-inline'", Assert.Single(policy.Split("; "), p => p.Contains("unsafe", StringComparison.Ordinal)));
        Assert.DoesNotContain("unsafe", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bare_post_is_refused()
    {
        await portal.Services.GetRequiredService<JobStarter>().EnsureAsync(AudienceJobs.Import, 900, CancellationToken.None);
        var monitoring = portal.Services.GetRequiredService<JobStorage>().GetMonitoringApi();
        var job = Assert.Single(monitoring.EnqueuedJobs(JobQueues.Audience, 0, 100), j => j.Value.Job.Args.Contains(900)).Key;
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);

        using var response = await admin.PostAsync("/hangfire/jobs/enqueued/delete", new FormUrlEncodedContent([new("jobs[]", job)]));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains(monitoring.EnqueuedJobs(JobQueues.Audience, 0, 100), j => j.Key == job);
    }

    [Fact]
    public async Task The_jobs_page_leads_to_it()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var page = await admin.PageAsync("/settings/jobs");
        Assert.NotNull(page.QuerySelector("a[href='/hangfire']"));
    }
}
