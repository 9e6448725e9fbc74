using System.Text.Json;
using EmailContactPortal.Crm.Rest;
using EmailContactPortal.Crm.Rest.Describing;

namespace EmailContactPortal.Crm.Tests.Rest;

public sealed class RestDescriptionTests
{
    private static readonly CrmAdapterKind Kind = RestCrm.With(() => throw new InvalidOperationException("no call is made"));

    public static TheoryData<string> Starts => [.. Kind.Starts.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Starts))]
    public void Every_example_is_a_good_description(string name)
    {
        using var options = JsonDocument.Parse(Kind.Starts.Single(s => s.Name == name).Options);

        Assert.Empty(CrmOptionCheck.Problems(Kind, options.RootElement, _ => false));
    }

    [Theory]
    [InlineData("\"path\": \"/mailings\"", "\"pfad\": \"/mailings\"", "campaigns.pfad is not known")]
    [InlineData("\"path\": \"/mailings\"", "\"path\": \"mailings\"", "campaigns.path is “mailings”; it begins with a slash")]
    [InlineData("\"limit\": 200", "\"limit\": \"many\"", "campaigns.paging.limit is not of the right kind")]
    [InlineData("\"skip\": \"{offset}\"", "\"skip\": \"0\"", "campaigns never uses {offset}")]
    [InlineData("\"kind\": \"link\"", "\"kind\": \"links\"", "members.paging.kind is “links”; it may be none, page")]
    [InlineData("\"id\": \"/Key\", \"email\"", "\"id\": \"Key\", \"email\"", "members.id is “Key”; a path begins with a slash")]
    [InlineData("\"email\": \"/Mail\",", "", "members.email is missing")]
    [InlineData("\"type\": \"oauth2\", \"tokenUrl\": \"/token\"", "\"type\": \"oauth2\"", "auth.tokenUrl is missing")]
    [InlineData("\"when\": \"{at:sql}\", \"title\": \"{detail}\"", "\"when\": \"{time}\"",
        "writeBack.clicked has the placeholder {time}, which has no value there")]
    [InlineData("{campaignId}/size", "{contactId}/size", "count has the placeholder {contactId}")]
    public void A_slip_is_named_by_its_place(string right, string wrong, string words)
    {
        Assert.Contains(right, FakeLedger.Description, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(FakeLedger.Description.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(RestDescriptionReader.Read(json.RootElement).Problems, p => p.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void Values_cannot_break_out_of_their_place()
    {
        var template = new RestTemplate(new Dictionary<string, object?>
        {
            ["detail"] = "\"},{\"admin\":true}",
            ["campaignId"] = "1/../../users?x=",
            ["fields"] = Array.Empty<string>(),
        });
        using var body = JsonDocument.Parse("""{"text":"Clicked {detail}","fields":"{fields}"}""");

        var filled = template.Fill(body.RootElement)!;

        Assert.Equal("Clicked \"},{\"admin\":true}", (string?)filled["text"]);
        Assert.Empty(filled["fields"]!.AsArray());
        Assert.Equal("/lists/1%2F..%2F..%2Fusers%3Fx%3D/people", template.Fill("/lists/{campaignId}/people", Uri.EscapeDataString));
    }
}
