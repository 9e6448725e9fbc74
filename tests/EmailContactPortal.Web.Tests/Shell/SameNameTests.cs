using System.Net;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Web.Tests.Api;
using EmailContactPortal.Web.Tests.Campaigns;

namespace EmailContactPortal.Web.Tests.Shell;

/// <summary>
/// Twenty people choose the same name in the same moment: one gets it, the others read that it is taken, nobody an error.
/// </summary>
public sealed class SameNameTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private const int Many = 20;

    /// <summary>Where each noun is made, the field of its name, and what else its form holds.</summary>
    public static TheoryData<string, string, string, string> Pages => new()
    {
        { "/settings/list-types/new", "/settings/list-types/new", "Name", "" },
        { "/campaigns/new", "/campaigns/new", "Name", "" },
        { "/content/emails/new", "/content/emails/new", "Name", "TemplateId=0" },
        { "/content/templates/new", "/content/templates/new", "Name", "TemplateId=0" },
        { "/settings/crm-connections/new?kind=demo", "/settings/crm-connections/new", "Form.Name", "Form.Kind=demo" },
        { "/settings/recipient-domains/new", "/settings/recipient-domains/new", "Name", "" },
        { "/settings/mail-servers/new", "/settings/mail-servers/new", "Name", "Host=127.0.0.1&Port=1&Security=None&MaxConnections=1&Weight=1&Client=MailKit&SignIn=Password" },
        { "/settings/users/new", "/settings/users/new", "Email", "FullName=Twin&Role=Marketer&TimeZone=Etc/UTC&Password=a long enough "
            + "password 1&IsActive=true" },
        { "/settings/sending-domains", "/settings/sending-domains", "Form.Name", "" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Of_twenty_forms_with_one_name_one_is_saved_and_the_others_read_that_it_is_taken(
        string page, string path, string field, string rest)
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var token = await admin.FormTokenAsync(page);
        var name = field == "Email"
            ? $"twin{Guid.NewGuid():N}@meadow.example"
            : path.Contains("domains", StringComparison.Ordinal)
                ? $"twin{Guid.NewGuid():N}.example"
                : "Twins " + Guid.NewGuid().ToString("N");
        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(async n =>
        {
            var form = rest.Split('&', StringSplitOptions.RemoveEmptyEntries).ToDictionary(p => p.Split('=')[0], p => p.Split('=')[1]);
            (form[field], form["__RequestVerificationToken"]) = (name, token);
            if (path.Contains("recipient-domains", StringComparison.Ordinal)) form["Domains"] = $"d{n}-{name}";
            using var answer = await admin.PostAsync(path, new FormUrlEncodedContent(form));
            return (answer.StatusCode, Text: await answer.Content.ReadAsStringAsync());
        }));
        Assert.DoesNotContain(answers, a => (int)a.StatusCode >= 400);
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        Assert.All(answers.Where(a => a.StatusCode == HttpStatusCode.OK), a => Assert.Matches("Another|already", a.Text));
    }

    [Theory]
    [InlineData("list-types", """{"name":"#"}""")]
    [InlineData("campaigns", """{"name":"#"}""")]
    [InlineData("emails", """{"name":"#","subject":"s","html":"<p>x</p>"}""")]
    [InlineData("crm-connections", """{"name":"#","kind":"demo"}""")]
    public async Task Of_twenty_calls_with_one_name_one_makes_it_and_the_others_get_409(string noun, string body)
    {
        using var api = await portal.ApiAsync();
        var json = body.Replace("#", "Twins " + Guid.NewGuid().ToString("N"), StringComparison.Ordinal);
        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(async _ =>
        {
            using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            using var answer = await api.PostAsync("/api/v1/" + noun, content);
            return answer.StatusCode;
        }));
        Assert.Equal([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.Conflict, Many - 1)], answers.Order());
    }

    [Fact]
    public async Task Twenty_imports_of_one_group_name_make_one_group()
    {
        using var api = await portal.ApiAsync();
        var list = await portal.InDatabaseAsync(async db =>
        {
            var made = db.ListTypes.Add(new ListType { Name = CampaignWorld.Unique("List") }).Entity;
            await db.SaveChangesAsync();
            return made.Id;
        });
        var name = "Twins " + Guid.NewGuid().ToString("N");
        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(async _ =>
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent(name), "name" },
                { new StringContent(list.ToString(System.Globalization.CultureInfo.InvariantCulture)), "listTypeId" },
                { new ByteArrayContent("email\na@example.com\n"u8.ToArray()), "file", "a.csv" },
            };
            using var answer = await api.PostAsync("/api/v1/target-groups/import-csv", form);
            return (int)answer.StatusCode;
        }));
        Assert.Single(answers, a => a < 300);
        Assert.DoesNotContain(answers, a => a >= 500);
    }

    [Fact]
    public async Task Name_with_a_blank_at_its_end_is_the_name_without_it()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        foreach (var (page, path, field, rest) in Pages.Select(p => ((string)p[0], (string)p[1], (string)p[2], (string)p[3])))
        {
            var name = field == "Email"
                ? $"blank{Guid.NewGuid():N}@meadow.example"
                : path.Contains("domains", StringComparison.Ordinal)
                    ? $"blank{Guid.NewGuid():N}.example"
                    : "Blank " + Guid.NewGuid().ToString("N");
            var statuses = new List<HttpStatusCode>();
            foreach (var written in (string[])[name, name + " "])
            {
                var form = rest.Split('&', StringSplitOptions.RemoveEmptyEntries).ToDictionary(p => p.Split('=')[0], p => p.Split('=')[1]);
                form[field] = written;
                if (path.Contains("recipient-domains", StringComparison.Ordinal)) form["Domains"] = $"d{written.Length}-{name}";
                using var answer = await admin.PostFormAsync(path, form, tokenFrom: page);
                statuses.Add(answer.StatusCode);
            }

            Assert.True(statuses is [HttpStatusCode.Redirect, HttpStatusCode.OK], $"{path}: {string.Join(", ", statuses)}");
        }
    }
}
