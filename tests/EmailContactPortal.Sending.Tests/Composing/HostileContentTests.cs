using EmailContactPortal.Sending.Composing;

namespace EmailContactPortal.Sending.Tests.Composing;

/// <summary>
/// Content made to be expensive. What it costs is told by the memory asked for, which a busy machine does not change, and by a time that
/// only work without bounds reaches.
/// </summary>
public sealed class HostileContentTests
{
    private const long Affordable = 1_200_000_000;

    public static TheoryData<string> Names => [.. Contents.Keys];

    private static Dictionary<string, string> Contents { get; } = new()
    {
        ["20,000 blocks one in the other"] = Repeat("{{#if firstname}}", 340_000) + Repeat("{{/if}}", 140_000),
        ["100,000 elements one in the other"] = Repeat("<div>", 500_000),
        ["elements one in the other, closed"] = Repeat("<div>", 500_000) + Repeat("</div>", 600_000),
        ["lists that are never closed"] = Repeat("<ul><li>", 800_000),
        ["tables one in the other"] = Repeat("<table><tr><td>", 750_000),
        ["drawings one in the other"] = Repeat("<svg><g><foreignObject>", 1_100_000),
        ["templates one in the other"] = Repeat("<template>", 1_000_000),
        ["formatting opened anew in every paragraph"] = string.Concat(Enumerable.Range(0, 5000).Select(i => $"<p><b class={i}>")),
        ["formatting opened anew around text"] = string.Concat(Enumerable.Range(0, 100).Select(i => $"<b class={i}>"))
            + Repeat("<p>x", 800_000),
        ["formatting that tables leave behind"] = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"<table><b class={i}></table>x")),
        ["text in tables"] = "<table>" + Repeat("x<br>", 500_000),
        ["elements that a table throws out"] = "<table>" + Repeat("<br>", 400_000),
        ["2 MB of ends"] = Repeat("x</b>", 2_000_000),
        ["2 MB of paragraphs' ends"] = Repeat("</p>", 2_000_000),
        ["2 MB of attributes"] = "<p " + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"a{i} ")) + ">",
        ["2 MB of one attribute"] = "<p title=\"" + Repeat("&amp;", 1_900_000) + "\">",
        ["2 MB of blanks"] = "<img alt=\"" + new string(' ', 1_900_000) + "x\">",
        ["2 MB of comment"] = "<!--" + Repeat("<!-- ", 1_900_000),
        ["an Outlook comment of half tags"] = "<!--[if mso]>" + Repeat("<a href= ", 1_800_000) + "<![endif]-->",
        ["an Outlook comment of links"] = "<!--[if mso]>" + Repeat("<a href=\"https://x.example/\">", 1_800_000) + "<![endif]-->",
        ["2 MB of character references"] = Repeat("&notit;", 1_900_000),
        ["2 MB of links"] = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"<a href=https://x.example/{i}>")),
        ["a link of 2 MB"] = "<a href=\"https://x.example/" + new string('x', 1_900_000) + "\">",
        ["merge fields"] = Repeat("{{firstname}}", 1_900_000),
        ["nothing but braces"] = Repeat("{", 1_900_000),
        ["rules for every element"] = "<style>" + Repeat("p,p,p,p{color:red}", 500_000) + "</style>" + Repeat("<p>", 42_000),
        ["rules for none"] = "<style>" + Repeat(".a{b:c}", 1_900_000) + "</style>",
        ["rules with ancestors"] = "<style>" + Repeat("div div div div div div div div p{a:b}", 400_000) + "</style>"
            + Repeat("<div>", 600) + Repeat("<p></p>", 70_000),
        ["a rule with brothers"] = "<style>" + Repeat("b ~ b ~ b ~ b ~ b ~ b ~ i{a:b}", 30_000) + "</style>" + Repeat("<b></b>", 98_000),
        ["one long rule"] = "<style>" + Repeat("p ", 1_000_000) + "{a:b}</style><p>",
        ["a rule that says 1 MB"] = "<style>b{" + Repeat("a:b;", 1_000_000) + "}</style>" + Repeat("<b></b>", 98_000),
        ["comments that are not closed"] = "<style>" + Repeat("/*", 1_900_000) + "</style>",
        ["half rules"] = "<style>" + Repeat("{", 1_900_000) + "</style>",
        ["media in media"] = "<style>" + Repeat("@media x{", 1_900_000) + "</style>",
        ["brackets in declarations"] = "<p style=\"a:" + Repeat("(", 1_900_000) + "\">",
        ["addresses in text"] = "<p>" + Repeat("https://x.example/(", 1_900_000),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_check_costs_little(string name)
    {
        TemplateChecker.Check(Composed.Source("<p>what the first use costs</p>"), new HashSet<string>());
        var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), TimeProvider.System.GetTimestamp());

        var findings = TemplateChecker.Check(Composed.Source(Contents[name], Contents[name]), new HashSet<string>());

        var (bytes, time) = (GC.GetAllocatedBytesForCurrentThread() - before, TimeProvider.System.GetElapsedTime(start));
        Console.WriteLine(
            $"{name}: {time.TotalMilliseconds:N0} ms, {bytes / 1048576} MB, {string.Join(" | ", findings.Where(f => f.Level == FindingLevel.Error).Take(1).Select(f => f.Message))}");
        Assert.InRange(bytes, 0, Affordable);
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.InRange(findings.Count, 0, 200);
    }

    [Theory]
    [InlineData("20,000 blocks one in the other")]
    [InlineData("100,000 elements one in the other")]
    [InlineData("templates one in the other")]
    [InlineData("formatting opened anew in every paragraph")]
    [InlineData("2 MB of attributes")]
    [InlineData("rules for every element")]
    public void What_goes_beyond_the_bounds_is_refused_with_its_line(string name)
    {
        var finding = TemplateChecker.Check(Composed.Source("<p>\nx</p>\n" + Contents[name]), new HashSet<string>())[0];

        Assert.Equal((FindingLevel.Error, 3, "html"), (finding.Level, finding.Line, finding.Field));
        Assert.StartsWith("Line 3: ", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_is_refused_by_its_length_before_it_is_read()
    {
        var findings = TemplateChecker.Check(
            new EmailSource(
                new string('x', 501), new string('x', 501), "a@b.example", null, new string('{', 2_000_001), new string('{', 2_000_001)),
                new HashSet<string>());

        Assert.Equal(["subject", "senderName", "html", "text"], findings.Select(f => f.Field));
    }

    [Fact]
    public void Nothing_is_read_for_somebody_who_left()
    {
        using var left = new CancellationTokenSource();
        left.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => TemplateChecker.Check(
            Composed.Source("<p>x</p>"), new HashSet<string>(), left.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => EmailCompiler.Compile(
            Composed.Source("<p>x</p>"), new CompileOptions(Composed.Portal), left.Token));
    }

    [Fact]
    public void A_large_newsletter_is_within_the_bounds()
    {
        var row =
            """<table role="presentation" class="row"><tr><td class="cell"><p class="lead">Hello {{firstname}}</p><a class="button" href="https://shop.example/?n=1">Shop</a></td></tr></table>""";
        var wrapped = Repeat("<div><table><tr><td>", 20 * 20) + Repeat(row, row.Length * 2000)
            + Repeat("</td></tr></table></div>", 24 * 20);
        var style = string.Concat(Enumerable.Range(0, 400).Select(i => $".row .cell-{i}, .k{i} {{ padding: {i}px }}"))
            + string.Concat(Enumerable.Range(0, 20).Select(i => $".row .cell p.lead {{ margin: {i}px }}"));

        // A busy machine must not make it fail: what is asked here is whether it is refused for its size.
        var compiled = EmailCompiler.Compile(
            Composed.Source($"<style>{style}</style>{wrapped}"),
            new CompileOptions(Composed.Portal) { Timeout = ContentBudget.WhenSending });

        Assert.True(compiled.Succeeded, string.Join(' ', compiled.Problems.Select(p => p.Message)));
    }

    private static string Repeat(string text, int length) => string.Concat(Enumerable.Repeat(text, length / text.Length));
}
