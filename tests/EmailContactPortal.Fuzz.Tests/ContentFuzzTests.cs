using System.Text;
using AngleSharp.Html.Parser;
using CsCheck;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Sending.Composing;

namespace EmailContactPortal.Fuzz.Tests;

public sealed class ContentFuzzTests
{
    private const string Clicks = "https://mail.example.com/c/";
    private static readonly Person Anna = new("anna@example.com", "Anna", "", """{"a":"1 & <2>","empty":""}""");
    private static readonly PublicToken Tokens = new(new byte[32]);
    private static readonly HashSet<string> Fields = ["a", "empty"];
    private static readonly CompileOptions Options = new(new Uri("https://mail.example.com/"))
    {
        Utm = new UtmParameters("portal", "email", "x"),
    };

    [Fact]
    public void HTML_is_composed_or_refused() =>
        Fuzzing.Run(Inputs.Of([.. Inputs.Html, .. Inputs.Html, .. Inputs.Tags]), html => Check(html, null), html => html, times: 100);

    [Fact]
    public void Style_sheets_are_moved_or_stay() => Fuzzing.Run(
        Gen.Select(
            Inputs.Of(Inputs.Css),
            Inputs.Of("<p>", "<p class=x>", "<div id=y>", "</div>", "<b a='b c'>", "<u></u>", "<p style='margin:1px'>")),
        both => Check($"<style>{both.Item1}</style>{both.Item2}", null),
        both => both.Item1 + "\n" + both.Item2,
        times: 50);

    [Fact]
    public void Text_written_by_hand_is_composed_or_refused() => Fuzzing.Run(
        Inputs.Of([.. Inputs.Tags, "https://", "http://", "x.example", "/", "(", ")", "[", "]", "'", "”", "。", "…", "»", "`", "*", "}",
            "?", "&", "=", ".", "!"]),
        text => Check("<p>x</p>", text),
        text => text,
        times: 100);

    [Fact]
    public void What_pages_and_the_CRM_show_as_subject_is_what_was_mailed() => Fuzzing.Run(
        Inputs.Of(Inputs.Tags.Where(t => !t.Contains("_url", StringComparison.Ordinal))),
        subject =>
        {
            var compiled = EmailCompiler.Compile(new EmailSource(subject, "Shop", "shop@example.com", null, "<p>x</p>", null), Options);
            if (compiled.Succeeded)
                Assert.Equal(
                    compiled.Value.Preview(Anna).Subject,
                    Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Anna.Fill(subject).ReplaceLineEndings(" ").Trim())));
        },
        subject => subject,
        times: 500);

    private static void Check(string html, string? text)
    {
        var source = new EmailSource("Hello", "Shop", "shop@example.com", null, html, text);
        var findings = TemplateChecker.Check(source, Fields);
        var compiled = EmailCompiler.Compile(source, Options);
        Assert.All(findings, f => Assert.False(string.IsNullOrWhiteSpace(f.Message)));
        Assert.All(
            findings.Where(f => f.Line is not null),
            f => Assert.InRange(f.Line!.Value, 1, 1 + (f.Field == "text" ? text! : html).Count(c => c is '\n' or '\r' or '\f')));
        if (!compiled.Succeeded)
        {
            // A busy machine may take too long over one of the two.
            if (compiled.Problems[0].Code == "template.too-costly")
                return;
            Assert.Contains(findings, f => f.Level == FindingLevel.Error);
            return;
        }

        var mail = compiled.Value.Render(Anna, Tokens, 7, [.. compiled.Value.Links.Select((_, i) => i + 1)]);
        Assert.DoesNotContain(mail.Html + mail.Text, c => c is '\uE001' or '\uE002' || c == '\uE000');
        // Every link that goes by the portal is one of those stored, and can be opened where its author said so.
        Assert.All(
            compiled.Value.Links,
            l => Assert.True(
                l.Url.StartsWith("{{", StringComparison.Ordinal) || new LinkTarget(l.Url).For(f => f is "a" ? "1" : "x") is not null
                    || new LinkTarget(l.Url).For(_ => "1") is not null, l.Url));
        var anchors = new HtmlParser().ParseDocument(mail.Html).QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!)
            .Where(h => h.StartsWith(Clicks, StringComparison.Ordinal));
        Assert.All(
            anchors,
            href => Assert.True(
                Tokens.TryRead(href.AsSpan(Clicks.Length), TokenScope.Click, out _, out var link) && link >= 1
                    && link <= compiled.Value.Links.Count, href));
    }
}
