using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Templates;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Fuzz.Tests;

public sealed class TemplateFuzzTests
{
    private static readonly Person Anna = new("anna@example.com", "Anna", "", """{"a":"1 & <2>","empty":""}""");

    [Fact]
    public void A_template_is_filled_or_refused_with_a_line() => Fuzzing.Run(
        Inputs.Of(Inputs.Tags),
        template =>
        {
            var read = MergeTemplate.Parse(template);
            Assert.InRange(read.Faults.Count, 0, 20);
            Assert.All(read.Faults, f => Assert.InRange(f.Line, 1, 1 + template.Count(c => c == '\n')));
            if (read.Faults.Count > 0)
                return;

            var filled = read.Render(Anna.Value, v => v);
            var again = MergeTemplate.FromTokens(read.Tokens);
            Assert.Empty(again.Faults);
            Assert.Equal(filled, again.Render(Anna.Value, v => v));
            Assert.Equal(
                filled.ReplaceLineEndings(" ").Trim(),
                template.Contains("{{", StringComparison.Ordinal) ? Anna.Fill(template) : filled.ReplaceLineEndings(" ").Trim());
        },
        template => template,
        times: 100);

    [Fact]
    public void A_stored_link_leads_to_an_address_that_fits_into_a_header_or_nowhere() => Fuzzing.Run(
        Inputs.Of([.. Inputs.Tags, "https://", "http://", "x.example", "säästö.example", ":80", "/", "?", "#", "@", "[", "::1", "]", "%",
            "xn--", "mailto:", "\\", ":"]),
        link =>
        {
            var target = new LinkTarget(link);
            foreach (var value in new[] { "", "1", "https://own.example/ä", "\r\n", "\ud800" })
            {
                var address = target.IsPlain ? target.Plain : target.For(_ => value);
                Assert.True(
                    address is null || (address.All(c => c is > ' ' and < (char)127) && Uri.TryCreate(address, UriKind.Absolute, out _)),
                    address);
            }
        },
        link => link,
        times: 100);

    [Fact]
    public void A_persons_fields_are_read_whatever_stands_in_the_row() => Fuzzing.Run(
        Inputs.Of("{", "}", "[", "]", "\"a\"", ":", ",", "null", "1", "true", "\"", "\\u0000", "\\ud800", "{\"a\":"),
        json => Assert.NotNull(FieldValues.Read(json)),
        json => json,
        times: 500);
}
