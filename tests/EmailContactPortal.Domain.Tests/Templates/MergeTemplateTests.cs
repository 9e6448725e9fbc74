using EmailContactPortal.Domain.Templates;

namespace EmailContactPortal.Domain.Tests.Templates;

public sealed class MergeTemplateTests
{
    private static readonly Dictionary<string, string> Values = new() { ["firstname"] = "Äiti & <co>", ["blank"] = " ", ["empty"] = "" };

    [Theory]
    [InlineData("Hello {{firstname}}!", "Hello [Äiti & <co>]!")]
    [InlineData("Hello {{ firstname }}!", "Hello [Äiti & <co>]!")]
    [InlineData("Hello {{{firstname}}}!", "Hello Äiti & <co>!")]
    [InlineData("Hello {{default empty \"friend\"}}!", "Hello [friend]!")]
    [InlineData("Hello {{default blank 'my \"friend\"'}}!", "Hello [my \"friend\"]!")]
    [InlineData("Hello {{default firstname \"friend\"}}!", "Hello [Äiti & <co>]!")]
    [InlineData("{{#if firstname}}yes{{else}}no{{/if}}", "yes")]
    [InlineData("{{#if empty}}yes{{else}}no{{/if}}", "no")]
    [InlineData("{{#if empty}}yes{{/if}}", "")]
    [InlineData("{{#unless empty}}a{{#if firstname}}b{{else}}c{{/if}}d{{/unless}}e", "abde")]
    [InlineData("a{{! a remark }}b{{!-- another }} one --}}c", "abc")]
    [InlineData("\\{{firstname}} and { {x} }", "{{firstname}} and { {x} }")]
    [InlineData("one\n{{#if firstname}}\ntwo\n  {{else}}  \nthree\n{{/if}}\nfour", "one\ntwo\nfour")]
    [InlineData("one {{#if firstname}}\ntwo{{/if}}", "one \ntwo")]
    [InlineData("a \n {{~empty~}} \n b", "a[]b")]
    [InlineData("a {{~firstname}} b", "a[Äiti & <co>] b")]
    [InlineData("a {{firstname~}} b", "a [Äiti & <co>]b")]
    [InlineData("a {{~{firstname}~}} b", "aÄiti & <co>b")]
    [InlineData("a {{~#if firstname~}} b {{~else~}} c {{~/if~}} d", "abd")]
    [InlineData("a {{~! remark ~}} b{{!-- c }} --~}} d", "abd")]
    [InlineData("a {{~default empty \"x\"~}} b", "a[x]b")]
    [InlineData("{{#if firstname~}}\n  two\n{{~/if}}\nfour", "twofour")]
    public void Values_are_filled_in(string template, string expected)
    {
        var parsed = MergeTemplate.Parse(template);

        Assert.Empty(parsed.Faults);
        Assert.Equal(expected, parsed.Render(Values.GetValueOrDefault, value => $"[{value}]"));
    }

    [Theory]
    [InlineData("a\nb {{firstname", 2, "not closed")]
    [InlineData("a\n\n{{#if x}} y", 3, "not closed")]
    [InlineData("{{/if}}", 1, "without a block")]
    [InlineData("x\n{{else}}", 2, "without a block")]
    [InlineData("{{#if x}}\n{{/unless}}", 2, "write {{/if}}")]
    [InlineData("{{#if x}}{{else}}\n{{else}}{{/if}}", 2, "second")]
    [InlineData("{{first name}}", 1, "not a field name")]
    [InlineData("{{}}", 1, "empty")]
    [InlineData("{{#each x}}{{/each}}", 1, "not known")]
    [InlineData("{{default x}}", 1, "not complete")]
    public void Broken_tag_is_reported_with_its_line(string template, int line, string words)
    {
        var fault = MergeTemplate.Parse(template).Faults[0];

        Assert.Equal(line, fault.Line);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{~#if a~}}")]
    [InlineData("{{#unless a}}")]
    [InlineData("{{#if a}}{{else}}")]
    public void Blocks_one_in_the_other_beyond_the_bound_are_refused_with_their_line(string open)
    {
        var fault = Assert.Single(
            MergeTemplate.Parse("\n" + string.Concat(Enumerable.Repeat(open, 20_000))
                + string.Concat(Enumerable.Repeat("{{/if}}", 20_000))).Faults, f => f.Message.Contains(
                "as deep as", StringComparison.Ordinal));

        Assert.Equal(2, fault.Line);
        Assert.DoesNotContain(
            MergeTemplate.Parse(string.Concat(Enumerable.Repeat("{{#if a}}", MergeTemplate.MaxDepth))
                + string.Concat(Enumerable.Repeat("{{/if}}", MergeTemplate.MaxDepth))).Faults, _ => true);
    }

    [Theory]
    [InlineData("{{")]
    [InlineData("{{{")]
    [InlineData("{{!--")]
    [InlineData("{{!")]
    [InlineData("{{~")]
    [InlineData("{{/if}}")]
    [InlineData("{{else}}")]
    [InlineData("{{a}}")]
    [InlineData("{{!}}")]
    [InlineData(" {{!}}\n")]
    [InlineData("{{~!-- x --~}}")]
    [InlineData("{{!-- x }} --}}")]
    [InlineData("\\{{")]
    [InlineData("{{default a \"")]
    public void Two_million_characters_of_anything_are_read_once(string piece)
    {
        var template = string.Concat(Enumerable.Repeat(piece, 2_000_000 / piece.Length));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.InRange(MergeTemplate.Parse(template).Faults.Count, 0, 20);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public void Fields_are_listed_with_their_first_line()
    {
        var fields = MergeTemplate.Parse("{{a}}\n{{#if b}}\n{{default c 'x'}}{{/if}}{{a}}").Fields;

        Assert.Equal([("a", 1), ("b", 2), ("c", 3)], fields);
    }
}
