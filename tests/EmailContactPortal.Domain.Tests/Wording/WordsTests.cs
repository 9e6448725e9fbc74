using System.Globalization;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Domain.Tests.Wording;

public sealed class WordsTests
{
    private static readonly CultureInfo Finnish = CultureInfo.GetCultureInfo("fi");

    [Fact]
    public void Every_file_beside_the_program_is_a_language() => Assert.Equal(["en", "fi"], Words.Languages.Select(l => l.Name));

    [Theory]
    [InlineData("fi")]
    [InlineData("fi-FI")]
    public void A_sentence_is_told_in_its_language(string language) =>
        Assert.Equal("Kirjaudu sisään", Words.In(CultureInfo.GetCultureInfo(language), "Sign in"));

    [Fact]
    public void What_a_language_lacks_is_told_in_English_and_what_nobody_wrote_as_it_stands()
    {
        Assert.Equal("Sign in", Words.In(CultureInfo.GetCultureInfo("sv"), "Sign in"));
        Assert.Equal("Nobody wrote this", Words.In(Finnish, "Nobody wrote this"));
    }

    [Fact]
    public void Numbers_and_dates_are_written_as_the_language_does_on_any_machine()
    {
        var at = new DateTime(2026, 11, 28, 14, 5, 0, DateTimeKind.Utc);
        Assert.Equal("28. marraskuuta 2026 klo 14.05", Words.In(Finnish, "{0:d. MMMM yyyy 'klo' H.mm}", at));
        Assert.Equal("28 November 2026, 14:05", Words.In(Words.English, "{0:d MMMM yyyy, HH:mm}", at));
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Finnish;
        Assert.Equal("1,024 rows", Words.In(Words.English, "{0:N0} rows", 1024));
        CultureInfo.CurrentCulture = before;
    }

    [Theory]
    [InlineData("Sentence", "⟦Šéñţéñçé⟧")]
    [InlineData("{0:N0} rows in <b class=\"name\">{1}</b> &amp; more", "⟦{0:N0} řóŵš íñ <b class=\"name\">{1}</b> &amp; móřé⟧")]
    [InlineData("", "⟦⟧")]
    public void The_pseudo_language_changes_letters_and_nothing_else(string english, string pseudo) =>
        Assert.Equal(pseudo, PseudoLanguage.Of(english));

    [Fact]
    public void Only_sentences_of_the_file_are_pseudo()
    {
        Assert.Equal("⟦Šíğñ íñ⟧", Words.In(PseudoLanguage.Culture, "Sign in"));
        Assert.Equal("Nobody wrote this", Words.In(PseudoLanguage.Culture, "Nobody wrote this"));
    }
}
