using System.Text;
using System.Text.Json;

namespace EmailContactPortal.Audience.Csv;

/// <summary>How the bytes of a CSV file become cells.</summary>
/// <param name="Encoding">One of <see cref="CsvEncodings"/>.</param>
/// <param name="Delimiter">The separator.</param>
/// <param name="SkipLines">Lines before the header: 1 for Excel's <c>sep=;</c>.</param>
/// <param name="IsSuspect">Whether some bytes are no text: then every row is looked through, and those that have them are left out.</param>
public sealed record CsvFormat(string Encoding, char Delimiter, int SkipLines = 0, bool IsSuspect = false)
{
    /// <summary>Whether every row is looked through: the bytes of UTF-16 were not.</summary>
    internal bool LooksThrough => IsSuspect || Encoding is CsvEncodings.Utf16Little or CsvEncodings.Utf16Big;

    /// <summary>The separator in words.</summary>
    public string DelimiterName =>
        Delimiter switch { ',' => "commas", ';' => "semicolons", '\t' => "tabs", '|' => "bars", _ => $"'{Delimiter}'" };

    /// <summary>The encoding in words.</summary>
    public string EncodingName => CsvEncodings.Name(Encoding);
}

/// <summary>One column and the member field it fills.</summary>
/// <param name="Header">As written in the file.</param>
/// <param name="Target"><c>email</c>, <c>firstname</c>, <c>lastname</c>, the key of a further field, or empty to leave it out.</param>
public sealed record CsvColumn(string Header, string Target);

/// <summary>Everything needed to read a file again later the same way; kept on the import as JSON.</summary>
public sealed record CsvSettings(CsvFormat Format, IReadOnlyList<CsvColumn> Columns)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static CsvSettings Parse(string json) =>
        JsonSerializer.Deserialize<CsvSettings>(json) ?? throw new InvalidOperationException("The import has no settings for its file.");
}

/// <summary>The encodings that CSV files come in.</summary>
public static class CsvEncodings
{
    public const string Utf8 = "utf-8";
    public const string Windows1252 = "windows-1252";
    public const string Utf16Little = "utf-16";
    public const string Utf16Big = "utf-16BE";

    /// <summary>The encoding for people.</summary>
    public static string Name(string encoding) => encoding switch
    {
        Utf8 => "UTF-8",
        Windows1252 => "Windows-1252",
        Utf16Little or Utf16Big => "UTF-16",
        _ => encoding,
    };

    internal static Encoding Get(string encoding) => encoding switch
    {
        Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        Utf16Little => Encoding.Unicode,
        Utf16Big => Encoding.BigEndianUnicode,
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };
}
