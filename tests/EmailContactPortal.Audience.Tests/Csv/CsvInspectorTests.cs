using System.Text;
using EmailContactPortal.Audience.Csv;

namespace EmailContactPortal.Audience.Tests.Csv;

public sealed class CsvInspectorTests
{
    [Theory]
    [InlineData("email,name\na@example.com,Ä\n", ',')]
    [InlineData("email;name\na@example.com;Ä, B, C\n", ';')]
    [InlineData("email\tname\r\na@example.com\tÄ\r\n", '\t')]
    [InlineData("email|name\ra@example.com|Ä\r", '|')]
    [InlineData("email\na@example.com\n", ',')]
    [InlineData("\"last; first, name\";email\n", ';')]
    public async Task The_separator_is_read_from_the_header(string text, char expected)
    {
        var format = await InspectAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal(new CsvFormat(CsvEncodings.Utf8, expected), format.Value);
    }

    [Fact]
    public async Task A_byte_order_mark_and_excels_sep_line_are_read()
    {
        var format = await InspectAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("sep=;\r\nemail;name\r\na@example.com;Ä\r\n")]);

        Assert.Equal(new CsvFormat(CsvEncodings.Utf8, ';', 1), format.Value);
    }

    public static TheoryData<string, string, char, int> SepLines => new()
    {
        { "utf-8", "sep=;\r\nemail;name\r\n", ';', 1 }, { "utf-8", "\"sep=;\"\nemail;name\n", ';', 1 },
        { "utf-8", "SEP=,\remail,name\r", ',', 1 }, { "utf-8", "sep=;;;\nemail;name\n", ';', 1 },
        { "utf-8", "\uFEFF\uFEFFsep=;\nemail;name\n", ';', 1 }, { "utf-8", "\uFEFF\"sep=\t\"\nemail\tname\n", '\t', 1 },
        { "utf-8", "sep=:\nemail:name\n", ':', 1 },
        { "utf-16", "\uFEFFsep=;\r\nemail;name\r\n", ';', 1 }, { "utf-16BE", "\uFEFF\"sep=;\"\r\nemail;name\r\n", ';', 1 },
        { "utf-8", "separator;email\n", ';', 0 },
    };

    [Theory]
    [MemberData(nameof(SepLines))]
    public async Task Excels_line_with_the_separator_is_understood_however_it_is_written(
        string encoding, string text, char separator, int lines)
    {
        var format = await InspectAsync(Encoding.GetEncoding(encoding).GetBytes(text));

        Assert.Equal((separator, lines), (format.Value.Delimiter, format.Value.SkipLines));
    }

    [Fact]
    public async Task One_bad_byte_does_not_turn_a_utf8_file_into_windows_1252()
    {
        var format = await InspectAsync([.. "email;name\na@example.com;Äijä\nb@example.com;J"u8, 0xE4, .. "rvi\n"u8]);

        Assert.Equal((CsvEncodings.Utf8, true), (format.Value.Encoding, format.Value.IsSuspect));
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_read_as_windows_1252()
    {
        var format = await InspectAsync([.. "email;name\na@example.com;J"u8, 0xE4,
            .. "rvinen \u0080\n".Select(c => c == '\u0080' ? (byte)0x80 : (byte)c)]);

        Assert.Equal(CsvEncodings.Windows1252, format.Value.Encoding);
    }

    [Fact]
    public async Task A_character_cut_by_the_read_buffer_is_still_utf8()
    {
        var text = "email,name\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"p{i}@example.com,Jäär€vi😀\n"));

        var format = await InspectAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal(CsvEncodings.Utf8, format.Value.Encoding);
    }

    [Fact]
    public async Task Utf16_with_a_byte_order_mark_is_read()
    {
        var format = await InspectAsync([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("email;name\n")]);

        Assert.Equal(new CsvFormat(CsvEncodings.Utf16Little, ';'), format.Value);
    }

    [Fact]
    public async Task A_byte_that_no_encoding_has_is_named_with_its_line()
    {
        var format = await InspectAsync([.. "email\na@example.com\nb"u8, 0x81, .. "@example.com\n"u8]);

        Assert.Equal("csv.encoding", format.Problems[0].Code);
        Assert.Contains("Byte 22 (0x81, on line 3)", format.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("CSV UTF-8", format.Problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv.empty", new byte[0])]
    [InlineData("csv.empty", new byte[] { 13, 10, 13, 10 })]
    [InlineData("csv.wrong-type", new byte[] { 0x50, 0x4B, 0x03, 0x04, 0x14 })]
    [InlineData("csv.wrong-type", new byte[] { 0x25, 0x50, 0x44, 0x46, 0x2D })]
    [InlineData("csv.binary", new byte[] { 101, 109, 0, 0, 7 })]
    public async Task Files_that_are_no_list_are_refused_in_words(string code, byte[] bytes)
    {
        var format = await InspectAsync(bytes);

        Assert.Equal(code, Assert.Single(format.Problems).Code);
    }

    [Fact]
    public async Task A_line_of_ten_megabytes_is_refused_by_its_number()
    {
        var format = await InspectAsync([.. "email\na@example.com\n"u8, .. Enumerable.Repeat((byte)'x', 10 * 1024 * 1024)]);

        Assert.Equal(("csv.line-too-long", 3), (format.Problems[0].Code, format.Problems[0].Line!.Value));
    }

    [Fact]
    public void Headers_are_recognised_in_many_languages_and_no_field_is_used_twice()
    {
        string Targets(params string[] headers) => string.Join(',', ColumnGuesser.Guess(headers).Select(c => c.Target));

        Assert.Equal("email,firstname,lastname,town", Targets("E-mail", "First name", "Surname", "Town"));
        Assert.Equal("firstname,lastname,email,yritys", Targets("Etunimi", "Sukunimi", "Sähköposti", "Yritys"));
        Assert.Equal("email,firstname,lastname", Targets("E-Mail-Adresse", "Vorname", "Nachname"));
        Assert.Equal("email,lastname,firstname", Targets("メールアドレス", "姓", "名"));
        Assert.Equal("email,e_mail,email_2,city,city_2,column_6", Targets("email", "E-Mail", "EMAIL", "City", "city", " "));
    }

    private static Task<Domain.Result<CsvFormat>> InspectAsync(byte[] bytes) =>
        CsvInspector.InspectAsync(new MemoryStream(bytes), CancellationToken.None);
}
