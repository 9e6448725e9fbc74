namespace EmailContactPortal.Sending.Tests.Composing;

public sealed class TextPartTests
{
    [Theory]
    [InlineData("https://x.example/a_(b)")]
    [InlineData("https://x.example/a(b")]
    [InlineData("https://x.example/[a]?b[]=c")]
    [InlineData("https://x.example/it's!")]
    [InlineData("https://x.example/a b")]
    [InlineData("https://x.example/ä”")]
    [InlineData("https://x.example/?q={{a}},{{default empty 'x y'}}")]
    [InlineData("https://x.example/*")]
    public void A_link_of_the_HTML_is_whole_in_the_text(string href) =>
        Assert.Equal($"read on (<{href}>)\n", Composed.Render($"""<a href="{href}">read on</a>""").Text);

    [Fact]
    public void A_link_whose_words_are_its_address_stands_once() =>
        Assert.Equal(
            "<https://x.example/?q={{a}}>\n",
            Composed.Render("""<a href="https://x.example/?q={{a}}">https://x.example/?q={{a}}</a>""").Text);

    [Fact]
    public void Blanks_in_an_address_do_not_break_it_in_two_where_nothing_is_tracked() =>
        Assert.Equal(
            "x (https://x.example/a%20b)\n",
            Sending.Composing.EmailCompiler.Compile(
                Composed.Source("<a href=\"https://x.example/a b\">x</a>"),
                new(Composed.Portal) { Tracks = false }).Value.Preview(Composed.Anna).Text);

    [Theory]
    [InlineData("See https://x.example/a.", "See [https://x.example/a].")]
    [InlineData("(https://x.example/a_(b))", "([https://x.example/a_(b)])")]
    [InlineData("[https://x.example/a], y", "[[https://x.example/a]], y")]
    [InlineData("“https://x.example/a”", "“[https://x.example/a]”")]
    [InlineData("«https://x.example/a»", "«[https://x.example/a]»")]
    [InlineData("`https://x.example/a`", "`[https://x.example/a]`")]
    [InlineData("**https://x.example/a**", "**[https://x.example/a]**")]
    [InlineData("'https://x.example/a'", "'[https://x.example/a]'")]
    [InlineData("https://x.example/it's", "[https://x.example/it's]")]
    [InlineData("{https://x.example/a}", "{[https://x.example/a]}")]
    [InlineData("见https://x.example/a。好", "见[https://x.example/a]。好")]
    [InlineData("https://x.example/a…", "[https://x.example/a]…")]
    [InlineData("https://x.example/a – b", "[https://x.example/a] – b")]
    [InlineData("https://x.example/a!?", "[https://x.example/a]!?")]
    [InlineData("<https://x.example/a>", "<[https://x.example/a]>")]
    [InlineData("HTTPS://X.example/?q={{a}}&b=(c).", "[HTTPS://X.example/?q={{a}}&b=(c)].")]
    [InlineData("https://säästö.example/ä", "[https://säästö.example/ä]")]
    [InlineData("{{#if a}}https://x.example/a{{/if}} b", "[https://x.example/a] b")]
    [InlineData("{{#if a}}https://x.example/a{{else}}https://y.example{{/if}}", "[https://x.example/a]")]
    [InlineData("https://x.example/{{#if a}}b{{/if}}/c d", "[https://x.example/{{#if a}}b{{/if}}/c] d")]
    [InlineData("https://x.example/{{#if a}} b{{/if}}", "[https://x.example/] b")]
    [InlineData("http:// and https://. and http", "http:// and https://. and http")]
    [InlineData("https://x.example:port/ b", "https://x.example:port/ b")]
    [InlineData("out: {{unsubscribe_url}}.", "out: U.")]
    [InlineData("out: http://{{unsubscribe_url}}?lang=fi!", "out: U?lang=fi!")]
    public void Addresses_in_a_text_written_by_hand_end_where_a_reader_sees_them_end(string text, string expected)
    {
        var clear = Composed.Render("<p>x</p>", text).Text;

        var wanted = expected.Replace("U", Composed.Unsubscribe, StringComparison.Ordinal);
        foreach (var link in Composed.Compile("<p>x</p>", text).Links)
            wanted = wanted.Replace($"[{link.Url}]", $"<{link.Url}>", StringComparison.Ordinal);
        Assert.Equal(wanted, clear);
    }

    [Fact]
    public void A_byte_order_mark_before_the_doctype_leaves_the_head_a_head() =>
        Assert.Contains(
            "<head><meta charset=\"utf-8\"><title>t</title></head><body><p>x</p>",
            Composed.Render("\uFEFF<!doctype html><html><head><title>t</title></head><body><p>x</p></body></html>").Html,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("[data-ogsc] .x { color: red }")]
    [InlineData("u + .body .x { color: red }")]
    [InlineData(".ExternalClass { width: 100% }")]
    [InlineData("#outlook a { padding: 0 }")]
    [InlineData("body[data-outlook-cycle] p { color: red }")]
    [InlineData(".moz-text-html p { color: red }")]
    [InlineData("td > p ~ b + i { color: red }")]
    public void Style_rules_that_mean_nothing_yet_stay(string rule) =>
        Assert.Contains(
            $"<style>{rule}</style>", Composed.Render($"<style>{rule} p {{ margin: 0 }}</style><p>x</p>").Html, StringComparison.Ordinal);

    [Fact]
    public void Of_a_rule_for_several_the_part_that_means_nothing_stays() =>
        Assert.Contains(
            "<style>.ExternalClass { color: red }</style></head><body><p style=\"color: red\">",
            Composed.Render("<style>p, .ExternalClass { color: red }</style><p>x</p>").Html, StringComparison.Ordinal);

    [Theory]
    [InlineData("div p", "ab")]
    [InlineData("div > p", "a")]
    [InlineData("section p", "b")]
    [InlineData("p + p", "c")]
    [InlineData("div ~ p", "c")]
    [InlineData("div section > p[title='a > b']", "b")]
    [InlineData("body div.k section p", "b")]
    public void Selectors_mean_what_they_mean_in_a_browser(string selector, string marked)
    {
        var html =
            Composed.Render(
                $"<style>{selector} {{ color: red }}</style><div class=\"k\"><p>a</p><section><p title=\"a > "
                    + "b\">b</p></section></div><p>-</p><p>c</p>").Html;

        // The third paragraph stands beside the division too.
        var expected = selector == "div ~ p" ? "-c" : marked;
        Assert.Equal(
            expected, string.Concat(System.Text.RegularExpressions.Regex.Matches(html, "color: red\">(.)").Select(m => m.Groups[1].Value)));
    }
}
