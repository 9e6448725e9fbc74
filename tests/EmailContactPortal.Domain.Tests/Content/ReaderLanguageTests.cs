using EmailContactPortal.Domain.Content;

namespace EmailContactPortal.Domain.Tests.Content;

public sealed class ReaderLanguageTests
{
    [Theory]
    [InlineData("fi", "fi")]
    [InlineData("FI", "fi")]
    [InlineData(" fi-FI ", "fi")]
    [InlineData("fi_FI", "fi")]
    [InlineData("fin", "fi")]
    [InlineData("Finnish", "fi")]
    [InlineData("Finnish (Finland)", "fi")]
    [InlineData("suomi", "fi")]
    [InlineData("Suomi", "fi")]
    [InlineData("en", "en")]
    [InlineData("en-GB", "en")]
    [InlineData("English", "en")]
    public void A_value_names_a_language_in_the_ways_people_write_it(string value, string language) =>
        Assert.Equal(language, ReaderLanguage.Named(value)?.Name);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData("German")]
    [InlineData("x")]
    [InlineData("fifi")]
    [InlineData("Finland")]
    [InlineData("../../fi")]
    [InlineData("..\\..\\x")]
    [InlineData("fi\u0000")]
    [InlineData("qps-ploc")]
    [InlineData("{{firstname}}")]
    [InlineData("<script>")]
    public void What_names_no_language_that_is_here_names_none(string value) => Assert.Null(ReaderLanguage.Named(value));

    [Fact]
    public void A_value_of_ten_thousand_letters_names_none()
    {
        Assert.Null(ReaderLanguage.Named(new string('f', 10_000)));
        Assert.Null(ReaderLanguage.Named("fi" + new string(' ', 10_000)));
    }

    [Theory]
    [InlineData("language")]
    [InlineData("lang")]
    [InlineData("kieli")]
    [InlineData("locale")]
    public void The_field_is_found_by_its_usual_names(string key) =>
        Assert.Equal("fi", ReaderLanguage.OfPerson($$"""{"city":"en","{{key}}":"fi"}""", "[]")?.Name);

    [Theory]
    [InlineData("Language")]
    [InlineData("Kieli")]
    [InlineData("Preferred language")]
    public void A_field_with_a_key_of_the_CRM_is_found_by_its_label(string label) =>
        Assert.Equal("fi", ReaderLanguage.OfPerson("""{"cf_852":"Finnish"}""", $$"""[{"key":"cf_852","label":"{{label}}"}]""")?.Name);

    [Fact]
    public void The_next_field_is_asked_when_the_first_names_nothing() =>
        Assert.Equal("fi", ReaderLanguage.OfPerson("""{"language":"?","locale":"fi_FI"}""", "[]")?.Name);

    [Theory]
    [InlineData("{}", "[]")]
    [InlineData("{", "[]")]
    [InlineData("[]", "{")]
    [InlineData("""{"language":{"a":"fi"}}""", "[]")]
    [InlineData("""{"x":"fi"}""", """[null,{},{"key":null,"label":"language"},{"key":"y","label":null}]""")]
    [InlineData("""{"x":"fi"}""", "5")]
    public void Rows_that_cannot_be_read_name_none(string values, string fields) => Assert.Null(ReaderLanguage.OfPerson(values, fields));

    [Theory]
    [InlineData("fi", "fi")]
    [InlineData("fi-FI", "fi")]
    [InlineData("sv,fi-fi,en", "fi")]
    [InlineData("sv,en-GB,fi", "en")]
    [InlineData("de,*", null)]
    [InlineData("fil", null)]
    [InlineData("", null)]
    [InlineData("../../fi,fi/..", null)]
    public void A_browser_gets_the_first_of_its_languages_that_is_here(string tags, string? language) =>
        Assert.Equal(language, ReaderLanguage.OfBrowser(tags.Split(','))?.Name);
}
