using EmailContactPortal.Sending.Composing;

namespace EmailContactPortal.Sending.Tests.Composing;

public sealed class LinkTests
{
    [Theory]
    [InlineData("http://{{unsubscribe_url}}", "U")]
    [InlineData("HTTPS://{{{unsubscribe_url}}}", "U")]
    [InlineData(" {{ unsubscribe_url }} ", "U")]
    [InlineData("{{unsubscribe_url}}?lang=fi", "U?lang=fi")]
    [InlineData("{{~unsubscribe_url~}}", "U")]
    [InlineData("{{#if a}}{{unsubscribe_url}}{{/if}}", "U")]
    [InlineData("{{#if a}}http://{{unsubscribe_url}}{{else}}https://shop.example/{{/if}}", "U")]
    [InlineData("{{#if empty}}{{unsubscribe_url}}{{else}}https://shop.example/{{/if}}", "<https://shop.example/>")]
    [InlineData("{{#if unsubscribe_url}}https://shop.example/{{/if}}", "<https://shop.example/>")]
    [InlineData("https://shop.example/?from={{unsubscribe_url}}", "https://shop.example/?from=U")]
    [InlineData("{{online_url}}#x", "V#x")]
    [InlineData("{{online_url}}{{#if a}}?b=c{{/if}}", "V?b=c")]
    [InlineData("{{#if a}}mailto:x@y.example{{else}}https://shop.example/{{/if}}", "mailto:x@y.example")]
    [InlineData("{{#if empty}}mailto:x@y.example{{else}}https://shop.example/{{/if}}", "<https://shop.example/>")]
    [InlineData("{{#if a}}{{unsubscribe_url}}{{/if}}{{#unless a}}https://shop.example/{{/unless}}", "U")]
    [InlineData("{{#if empty}}{{unsubscribe_url}}{{/if}}{{#unless empty}}https://shop.example/{{/unless}}", "<https://shop.example/>")]
    [InlineData("{{link}}", "<{{link}}>")]
    [InlineData("https://shop.example/{{#if a}}x{{/if}}", "<https://shop.example/{{#if a}}x{{/if}}>")]
    [InlineData("tel:+358", "tel:+358")]
    public void Links_with_fields_lead_where_their_author_meant(string href, string expected)
    {
        var expectedAddress = expected.Replace("U", Composed.Unsubscribe, StringComparison.Ordinal)
            .Replace("V", Composed.Online, StringComparison.Ordinal);

        var mail = Composed.Render($"""<a href="{href}">x</a>""");

        Assert.Contains($"<a href=\"{expectedAddress}\">x</a>", mail.Html, StringComparison.Ordinal);
        Assert.Equal($"x ({expectedAddress})\n", mail.Text);
    }

    [Theory]
    [InlineData("https://www.{{unsubscribe_url}}")]
    [InlineData("mailto:{{unsubscribe_url}}")]
    [InlineData("/{{online_url}}")]
    [InlineData("{{unsubscribe_url}}/more")]
    [InlineData("{{online_url}}{{firstname}}")]
    [InlineData("https://exa mple.example/")]
    [InlineData("https://")]
    [InlineData("https://shop.example:port/")]
    [InlineData("{{#if firstname}}http://{{else}}https://shop.example/{{/if}}")]
    public void A_link_that_nobody_could_follow_is_refused_with_its_line(string href)
    {
        var source = Composed.Source($"<p>one {{{{! a remark\nof two lines }}}}</p>\n<a\nhref=\"{href}\">x</a>");

        var finding = Assert.Single(TemplateChecker.Check(source, new HashSet<string>()), f => f.Code == "template.link");

        Assert.Equal((FindingLevel.Error, 3), (finding.Level, finding.Line));
        Assert.Contains("leads nowhere", finding.Message, StringComparison.Ordinal);
        Assert.True(EmailCompiler.Compile(source, new CompileOptions(Composed.Portal) { Tracks = false }).Succeeded);
    }

    [Theory]
    [InlineData("https://{{link}}/x")]
    [InlineData("https://shop.example:{{a}}/")]
    [InlineData("{{link}}x")]
    [InlineData("#top")]
    [InlineData("")]
    public void A_link_that_a_value_may_complete_is_no_error(string href) =>
        Assert.DoesNotContain(
            TemplateChecker.Check(Composed.Source($"<a href=\"{href}\">x</a>"), new HashSet<string> { "link", "a" }),
            f => f.Level == FindingLevel.Error);

    [Theory]
    [InlineData("https://a.example/", "https://a.example/?utm_source=portal&utm_medium=email&utm_campaign=spring")]
    [InlineData("https://a.example/?UTM_campaign=own", "https://a.example/?UTM_campaign=own&utm_source=portal&utm_medium=email")]
    [InlineData("https://a.example/?utm_medium=&amp;x=utm_source=1#utm_campaign=z",
        "https://a.example/?utm_medium=&x=utm_source=1&utm_source=portal&utm_campaign=spring#utm_campaign=z")]
    [InlineData("https://a.example/?utm_source=a&amp;utm_medium=b&amp;utm_campaign=c",
        "https://a.example/?utm_source=a&utm_medium=b&utm_campaign=c")]
    [InlineData("https://a.example/{{#if a}}x{{/if}}",
        "https://a.example/{{#if a}}x{{/if}}?utm_source=portal&utm_medium=email&utm_campaign=spring")]
    [InlineData("https://a.example/?q={{a}}#{{a}}",
        "https://a.example/?q={{a}}&utm_source=portal&utm_medium=email&utm_campaign=spring#{{a}}")]
    public void Analytics_parameters_are_merged_by_key_and_the_authors_win(string href, string tracked) =>
        Assert.Equal(tracked, Assert.Single(Composed.Compile($"""<a href="{href}">x</a>""", utm: Composed.Utm).Links).Url);

    [Fact]
    public void Analytics_parameters_know_where_the_parameters_of_each_branch_begin()
    {
        var links = Composed.Compile(
            """<a href="https://a.example/{{#if a}}?b=1{{/if}}">x</a><a href="{{#if a}}https://b.example/{{else}}mailto:c@c.example{{/if}}">y</a>""", utm: Composed.Utm).Links;

        Assert.Equal(
            ["https://a.example/?b=1&utm_source=portal&utm_medium=email&utm_campaign=spring",
                "https://a.example/?utm_source=portal&utm_medium=email&utm_campaign=spring",
                "https://b.example/?utm_source=portal&utm_medium=email&utm_campaign=spring"], links.Select(l => l.Url));
    }

    [Fact]
    public void Long_links_are_tracked_and_too_long_ones_refused_with_their_line()
    {
        var link = "https://shop.example/?x=" + new string('x', 7900);
        Assert.Equal(link, Assert.Single(Composed.Compile($"<a href=\"{link}\">x</a>").Links).Url);
        Assert.Equal(
            link, Assert.Single(Composed.Compile(
                $"<a href=\"{link}\">x</a>", utm: Composed.Utm with { Campaign = new string('c', 100) }).Links).Url);

        var refused = Assert.Single(EmailCompiler.Compile(
            Composed.Source($"\n<a href=\"{link}{link}\">x</a>"), new CompileOptions(Composed.Portal)).Problems);
        Assert.Equal(("template.link", 2), (refused.Code, refused.Line));
    }

    [Fact]
    public void Links_in_Outlooks_buttons_are_tracked_and_tagged()
    {
        const string Button = """
            <!--[if mso]><v:roundrect xmlns:v="urn:schemas-microsoft-com:vml" href="https://shop.example/?a=1&amp;b=2" style="height:40px"><center>{{firstname}}</center></v:roundrect><![endif]-->
            <!--[if mso]><a href='{{unsubscribe_url}}'>out</a><a href="mailto:x@y.example">mail</a><![endif]-->
            <!--[if !mso]><!--><a href="https://shop.example/?a=1&amp;b=2">Shop</a><!--<![endif]-->
            """;
        var compiled = Composed.Compile(Button, utm: Composed.Utm);
        var mail = Composed.Render(Button, utm: Composed.Utm);

        Assert.Equal(
            new FoundLink("https://shop.example/?a=1&b=2&utm_source=portal&utm_medium=email&utm_campaign=spring", "Shop"),
            Assert.Single(compiled.Links));
        Assert.Contains(
            """<v:roundrect xmlns:v="urn:schemas-microsoft-com:vml" href="<https://shop.example/?a=1&b=2&utm_source=portal&utm_medium=email&utm_campaign=spring>" style="height:40px"><center>Anna</center></v:roundrect><![endif]-->""", mail.Html, StringComparison.Ordinal);
        Assert.Contains(
            $"<a href='{Composed.Unsubscribe}'>out</a><a href=\"mailto:x@y.example\">mail</a><![endif]-->", mail.Html,
            StringComparison.Ordinal);
        Assert.Contains("<!--[if !mso]><!-->", mail.Html, StringComparison.Ordinal);
        Assert.Equal("Shop (<https://shop.example/?a=1&b=2&utm_source=portal&utm_medium=email&utm_campaign=spring>)\n", mail.Text);
    }

    [Theory]
    [InlineData("<!--[if mso]><p>{{firstname}}</p><![endif]--><p>x</p>")]
    [InlineData("<!--{{firstname}}--><p>x</p>")]
    [InlineData("<!-- {{#if a}} --><p>x</p><!-- {{/if}} -->")]
    [InlineData("<!--{{#if a}}--><p>x</p><!--{{/if}}-->")]
    public void Comments_stay_comments_and_never_come_into_the_text(string html)
    {
        var mail = Composed.Render(html);

        Assert.Equal("x\n", mail.Text);
        Assert.Contains("<p>x</p>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", mail.Html, StringComparison.Ordinal);
        Assert.Equal(html.Split("<!--").Length, mail.Html.Split("<!--").Length);
    }
}
