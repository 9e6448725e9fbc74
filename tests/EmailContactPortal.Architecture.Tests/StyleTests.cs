using System.Text.RegularExpressions;

namespace EmailContactPortal.Architecture.Tests;

/// <summary>The rules of style that a compiler does not check.</summary>
public sealed partial class StyleTests
{
    private static readonly string[] UnwantedWords = ["Helper", "Helpers", "Util", "Utils", "Common", "Manager"];

    [Fact]
    public void No_file_is_longer_than_250_lines() =>
        Assert.Empty(SourceTree.Product.Where(f => f.Lines > 250).Select(f => $"{f.Path}: {f.Lines}"));

    [Fact]
    public void No_folder_holds_more_than_15_files() =>
        Assert.Empty(SourceTree.Product.Concat(SourceTree.Scripts).GroupBy(f => Path.GetDirectoryName(f.Path)).Where(g => g.Count() > 15)
            .Select(g => $"{g.Key}: {g.Count()}"));

    [Fact]
    public void No_constructor_takes_more_than_five_services()
    {
        var wrong = from file in SourceTree.Product
                    from Match m in PrimaryConstructor().Matches(file.Text)
                    where !m.Value.Contains("record", StringComparison.Ordinal)
                    let services = WithoutTypeArguments(m.Groups[2].Value).Split(',')
                        .Count(p => !p.Contains("ILogger", StringComparison.Ordinal) && p.Trim().Length > 0)
                    where services > 5
                    select $"{file.Path}: {m.Groups[1].Value} takes {services}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_type_is_named_after_nothing_in_particular()
    {
        var wrong = SourceTree.Product.Where(f => UnwantedWords.Any(w => Path.GetFileNameWithoutExtension(f.Path)
            .EndsWith(w, StringComparison.Ordinal)));

        Assert.Empty(wrong.Select(f => f.Path));
    }

    [Fact]
    public void Nothing_is_unfinished_and_no_test_is_empty()
    {
        var marks = SourceTree.Product.Concat(SourceTree.Tests.Where(f => f.Project.EndsWith(".Tests", StringComparison.Ordinal)
            && !f.Project.Contains("Architecture", StringComparison.Ordinal)))
            .Where(f => UnfinishedMark().IsMatch(f.Text))
            .Select(f => f.Path);

        Assert.Empty(marks);
    }

    [Fact]
    public void Every_loop_of_the_process_is_supervised()
    {
        var own = SourceTree.Product.Where(f => BareLoop().IsMatch(f.Text)
            && !f.Path.EndsWith("SupervisedService.cs", StringComparison.Ordinal));

        Assert.Empty(own.Select(f => f.Path));
    }

    [Fact]
    public void No_region_hides_code() =>
        Assert.Empty(SourceTree.Product.Where(f => f.Text.Contains("#region", StringComparison.Ordinal)).Select(f => f.Path));

    [Fact]
    public void Below_the_screens_nobody_speaks_HTTP_results()
    {
        var wrong = SourceTree.Product
            .Where(f => f.Project is "EmailContactPortal.Domain" or "EmailContactPortal.Data" or "EmailContactPortal.Sending"
                or "EmailContactPortal.Audience")
            .Where(f => f.Text.Contains("using Microsoft.AspNetCore.Mvc", StringComparison.Ordinal));

        Assert.Empty(wrong.Select(f => f.Path));
    }

    private static string WithoutTypeArguments(string parameters)
    {
        var flat = TypeArguments().Replace(parameters, "");
        return flat == parameters ? flat : WithoutTypeArguments(flat);
    }

    [GeneratedRegex(@"<[^<>]*>")]
    private static partial Regex TypeArguments();

    [GeneratedRegex(@"(?:class|record) (\w+)(?:<\w+>)?\(([^)]*)\)", RegexOptions.Singleline)]
    private static partial Regex PrimaryConstructor();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|Assert\.True\(true\)|Skip = ""|Thread\.Sleep|await Task\.Delay\(\d")]
    private static partial Regex UnfinishedMark();

    [GeneratedRegex(@"[:,]\s*(BackgroundService|IHostedService)\b")]
    private static partial Regex BareLoop();
}
