using FsCheck;
using FsCheck.Fluent;

namespace EmailContactPortal.Mail.Tests.Mime;

/// <summary>Any text of whole characters, with many of those that mail finds hard.</summary>
public sealed record UnicodeText(string Value)
{
    private static readonly string[] Hard = [".", "=", "\r\n", " ", "\t", "From ", "\"", "ä", "山", "🎉", "=?", "?=", "_", "<", "--", "x",
        "\\", ","];

    internal static Gen<string> Generator { get; } =
        Gen.OneOf(
            Gen.Elements(Hard),
            Gen.Choose(32, 126).Select(c => ((char)c).ToString()),
            Gen.Choose(0xA1, 0xD7FF).Select(c => char.ConvertFromUtf32(c)),
            Gen.Choose(1, 120).Select(n => new string('w', n)))
        .ListOf().Select(parts => string.Concat(parts));

    internal static string[] Samples(int count) => [.. Generator.Sample(60, count)];
}
