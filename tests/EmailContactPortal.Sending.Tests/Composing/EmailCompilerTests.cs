using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Sending.Composing;

namespace EmailContactPortal.Sending.Tests.Composing;

public sealed class EmailCompilerTests
{
    private static readonly Uri Portal = new("https://mail.example.com/");
    private static readonly PublicToken Tokens = new(new byte[32]);
    private static readonly Person Anna = new("anna@example.com", "Anna <b>", "K", """{"company":"A & B","empty":""}""");

    [Fact]
    public void Values_are_escaped_in_html_and_plain_in_text()
    {
        var email = Render("<p>Hi {{firstname}} of {{company}}{{{firstname}}}</p>", "Hi {{firstname}} of {{company}}");

        Assert.Contains("<p>Hi Anna &lt;b&gt; of A &amp; BAnna <b></p>", email.Html, StringComparison.Ordinal);
        Assert.Equal("Hi Anna <b> of A & B", email.Text);
        Assert.Equal("For Anna <b>", email.Subject);
    }

    [Fact]
    public void Links_go_by_the_portal_and_the_same_address_is_one_link()
    {
        var compiled = Compile(
            """<a href="https://shop.example/?a=1&amp;b=2#x">Shop</a> <a href="https://shop.example/?a=1&amp;b=2#x"><img src="x" alt="again"></a> <a href="https://shop.example/{{email}}">You</a> <a href="mailto:x@y.z">mail</a> <a href="#top">top</a>""", "https://shop.example/?a=1&b=2#x. And https://other.example/, bye");

        Assert.Equal(
            ["https://shop.example/?a=1&b=2#x", "https://shop.example/{{email}}", "https://other.example/"],
            compiled.Links.Select(l => l.Url));
        Assert.Equal(["Shop", "You", ""], compiled.Links.Select(l => l.Label));
        var email = compiled.Render(Anna, Tokens, 7, [101, 102, 103]);
        var first = "https://mail.example.com/c/" + Tokens.Create(TokenScope.Click, 7, 101);
        Assert.Equal(2, email.Html.Split(first).Length - 1);
        Assert.Contains("https://mail.example.com/c/" + Tokens.Create(TokenScope.Click, 7, 102), email.Html, StringComparison.Ordinal);
        Assert.Contains("mailto:x@y.z", email.Html, StringComparison.Ordinal);
        Assert.Equal($"{first}. And https://mail.example.com/c/{Tokens.Create(TokenScope.Click, 7, 103)}, bye", email.Text);
        Assert.Contains("https://mail.example.com/o/" + Tokens.Create(TokenScope.Open, 7), email.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("shop.example", email.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void System_addresses_are_the_recipients_own_and_not_tracked()
    {
        var compiled = Compile(
            """<a href="{{unsubscribe_url}}">Leave</a> <a href='{{ online_url }}'>Read online</a>{{#if unsubscribe_url}}!{{/if}}""", null);

        Assert.Empty(compiled.Links);
        var email = compiled.Render(Anna, Tokens, 7, []);
        Assert.Contains(
            $"href=\"https://mail.example.com/u/{Tokens.Create(TokenScope.Subscription, 7)}\"", email.Html, StringComparison.Ordinal);
        Assert.Contains($"href=\"https://mail.example.com/v/{Tokens.Create(TokenScope.View, 7)}\"", email.Html, StringComparison.Ordinal);
        Assert.Contains(
            $"Leave (https://mail.example.com/u/{Tokens.Create(TokenScope.Subscription, 7)})", email.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_may_stand_between_table_rows_and_in_attributes()
    {
        var html =
            """<table>{{#if company}}<tr><td title="{{default company "n/a"}}" style="color: {{#if empty}}red{{else}}blue{{/if}}">{{company}}</td></tr>{{/if}}{{#if empty}}<tr><td>gone</td></tr>{{/if}}<tr><td>stays</td></tr></table>""";
        var email = Render(html, null);

        Assert.Contains(
            """<tr><td title="A &amp; B" style="color: blue">A &amp; B</td></tr><tr><td>stays</td></tr>""", email.Html,
            StringComparison.Ordinal);
        Assert.DoesNotContain("gone", email.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", email.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Styles_move_onto_elements_by_the_cascade()
    {
        var html = """
            <style>p { color: #333; margin: 0 } .big { font-size: 20px; color: rgb(1,2,3) } #x { color: red !important } a:hover { color: blue } @media (max-width: 600px) { p { margin: 1px } }</style>
            <p>plain</p><p class="big" style="margin: 5px">big</p><p id="x" style="color: green">x</p>
            """;
        var email = Render(html, null);

        Assert.Contains("""<p style="color: #333; margin: 0">plain</p>""", email.Html, StringComparison.Ordinal);
        Assert.Contains(
            """<p class="big" style="font-size: 20px; color: rgb(1,2,3); margin: 5px">big</p>""", email.Html, StringComparison.Ordinal);
        Assert.Contains("""<p id="x" style="margin: 0; color: red">x</p>""", email.Html, StringComparison.Ordinal);
        Assert.Contains("a:hover { color: blue }", email.Html, StringComparison.Ordinal);
        Assert.Contains("@media (max-width: 600px) { p { margin: 1px } }", email.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("font-size: 20px; color: rgb(1,2,3) }", email.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Analytics_parameters_go_onto_web_links_only()
    {
        var utm = new UtmParameters("portal", "email", "spring & summer");
        var source = Source(
            """<a href="https://a.example/">a</a><a href="https://b.example/?x=1#f">b</a><a href="https://c.example/?utm_source=own">c</a><a href="mailto:x@y.z">m</a>""", null);
        var compiled = EmailCompiler.Compile(source, new CompileOptions(Portal) { Utm = utm }).Value;

        Assert.Equal(
            [
                "https://a.example/?utm_source=portal&utm_medium=email&utm_campaign=spring%20%26%20summer",
                "https://b.example/?x=1&utm_source=portal&utm_medium=email&utm_campaign=spring%20%26%20summer#f",
                "https://c.example/?utm_source=own&utm_medium=email&utm_campaign=spring%20%26%20summer",
            ],
            compiled.Links.Select(l => l.Url));
    }

    [Fact]
    public void Text_is_made_from_html_when_there_is_none()
    {
        var text = Render(
            "<style>p{color:red}</style><h1>News</h1><p>Dear {{firstname}},<br>see   "
                + "<b>this</b>:</p><ul><li>one</li><li>two</li></ul><div>end</div>", null).Text;

        Assert.Equal("News\n\nDear Anna <b>,\nsee this:\n\n- one\n- two\n\nend\n", text);
    }

    [Theory]
    [InlineData("<p>{{firstname</p>", "template.syntax", 1)]
    [InlineData("<p>x</p>\n<p {{firstname}}>", "template.syntax", 2)]
    [InlineData("<div>{{#if firstname}}</div>{{/if}}", null, 0)]
    public void Broken_content_is_refused_with_its_line(string html, string? code, int line)
    {
        var compiled = EmailCompiler.Compile(Source(html, null), new CompileOptions(Portal));

        Assert.Equal(code, compiled.Succeeded ? null : compiled.Problems[0].Code);
        if (code is not null) Assert.Equal(line, compiled.Problems[0].Line);
    }

    [Fact]
    public void Preview_leaves_links_as_they_are()
    {
        var email = EmailCompiler
            .Compile(
                Source("""<a href="https://shop.example/{{email}}">x</a>""", null), new CompileOptions(Portal) { Tracks = false }).Value
                    .Preview(Anna);

        Assert.Contains("https://shop.example/anna@example.com", email.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/o/", email.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Checker_names_unknown_fields_and_doubts_with_their_lines()
    {
        var source = Source("<p>{{FirstName}}</p>\n<img src=x>\n<a href=\"www.example.com\">x</a>", "{{nothing}}") with
        {
            SenderAddress = "nobody",
        };
        var findings = TemplateChecker.Check(source, new HashSet<string> { "company" });

        Assert.Contains(
            findings,
            f => f is { Code: "template.unknown-field", Field: "html", Line: 1 }
                && f.Message.Contains("{{firstname}}", StringComparison.Ordinal));
        Assert.Contains(findings, f => f is { Code: "template.unknown-field", Field: "text", Line: 1 });
        Assert.Contains(findings, f => f is { Code: "email.image-without-words", Line: 2, Level: FindingLevel.Warning });
        Assert.Contains(findings, f => f is { Code: "email.link", Line: 3 });
        Assert.Contains(findings, f => f.Code == "email.no-unsubscribe");
        Assert.Contains(findings, f => f is { Code: "email.sender-address", Level: FindingLevel.Error });
        Assert.Empty(TemplateChecker.Problems(Source("{{company}} {{unsubscribe_url}}", null), new HashSet<string> { "company" }));
    }

    private static EmailSource Source(string html, string? text) => new("For {{firstname}}", "Shop", "shop@example.com", null, html, text);

    private static CompiledEmail Compile(string html, string? text) =>
        EmailCompiler.Compile(Source(html, text), new CompileOptions(Portal)).Value;

    private static RenderedEmail Render(string html, string? text)
    {
        var compiled = Compile(html, text);
        return compiled.Render(Anna, Tokens, 7, [.. compiled.Links.Select((_, i) => i + 1)]);
    }
}
