using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EmailContactPortal.Architecture.Tests;

/// <summary>The walls of the house: four floors, arrows only downward.</summary>
public sealed partial class WallTests
{
    private const string P = "EmailContactPortal.";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [P + "Domain"] = [],
        [P + "Mail"] = [],
        [P + "Crm"] = [P + "Domain"],
        [P + "Data"] = [P + "Domain"],
        [P + "Audience"] = [P + "Data", P + "Domain", P + "Crm"],
        [P + "Sending"] = [P + "Data", P + "Domain", P + "Mail"],
        [P + "Tracking"] = [P + "Data", P + "Domain", P + "Mail"],
        [P + "Web"] = [P + "Audience", P + "Sending", P + "Tracking", P + "Data", P + "Domain"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_the_floors_below(string project)
    {
        var file = XDocument.Load(Path.Combine(SourceTree.Root, "src", project, project + ".csproj"));
        var references = file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!))
            .Where(r => r.StartsWith(P, StringComparison.Ordinal));

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_uses_only_the_floors_below(string project)
    {
        var wrong = from file in SourceTree.Product
                    where file.Project == project
                    from used in file.Uses
                    let floor = string.Join('.', used.Split('.').Take(2))
                    where floor != project && !Allowed[project].Contains(floor)
                    select $"{file.Path} uses {used}";

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void What_only_tests_need_is_not_in_the_product(string project)
    {
        string[] forTests = ["Bogus", "Moq", "xunit", "FsCheck", "CsCheck", "Microsoft.NET.Test.Sdk", "Microsoft.Playwright",
            "Microsoft.AspNetCore.Mvc.Testing"];
        var file = XDocument.Load(Path.Combine(SourceTree.Root, "src", project, project + ".csproj"));

        Assert.Empty(file.Descendants("PackageReference").Select(r => (string)r.Attribute("Include")!)
            .Intersect(forTests, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_domain_uses_no_package()
    {
        var file = XDocument.Load(Path.Combine(SourceTree.Root, "src", P + "Domain", P + "Domain.csproj"));

        Assert.Empty(file.Descendants("PackageReference"));
        Assert.Empty(file.Descendants("FrameworkReference"));
    }

    [Fact]
    public void No_circle_runs_between_the_folders_of_a_project()
    {
        var arrows = SourceTree.Product
            .SelectMany(f => f.Uses.Where(u => u.StartsWith(f.Project, StringComparison.Ordinal))
                .Select(u => (From: Folder(f.Namespace), To: Folder(u))))
            .Where(a => a.From != a.To && a.From.Length > 0 && a.To.Length > 0)
            .Distinct()
            .ToLookup(a => a.From, a => a.To);

        var circles = arrows.Select(a => a.Key).Where(start => Reaches(arrows, start, start, [])).ToList();

        Assert.True(
            circles.Count == 0, "Folders on a circle: " + string.Join(", ", circles.Select(c => $"{c} -> {string.Join("/", arrows[c])}")));
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var wrong = SourceTree.Product.Concat(SourceTree.Tests).Where(f => f.Namespace.Length > 0 && f.Namespace != f.ExpectedNamespace);

        Assert.Empty(wrong.Select(f => $"{f.Path}: {f.Namespace}"));
    }

    [Fact]
    public void No_namespace_segment_is_also_a_type_name()
    {
        var segments = SourceTree.Product.SelectMany(f => f.Namespace.Split('.')).ToHashSet(StringComparer.Ordinal);
        var types = SourceTree.Product.SelectMany(f => TypeName().Matches(f.Text).Select(m => m.Groups[1].Value)).Where(segments.Contains);

        Assert.Empty(types.Distinct());
    }

    [Fact]
    public void No_feature_sees_another_feature()
    {
        var wrong = from file in SourceTree.Product
                    where file.Namespace.StartsWith(P + "Web.Features.", StringComparison.Ordinal)
                    let own = file.Namespace.Split('.')[3]
                    from used in file.Uses
                    where used.StartsWith(P + "Web.Features.", StringComparison.Ordinal) && used.Split('.')[3] != own
                    select $"{file.Path} uses {used}";

        Assert.Empty(wrong);
    }

    private static bool Reaches(ILookup<string, string> arrows, string from, string target, HashSet<string> seen) =>
        arrows[from].Any(to => to == target || (seen.Add(to) && Reaches(arrows, to, target, seen)));

    // Screens' folders count as one place each; elsewhere the folder below the project.
    private static string Folder(string space)
    {
        var parts = space.Split('.');
        return parts.Length < 3 ? "" : string.Join('.', parts.Take(parts[1] == "Web" && parts[2] == "Features" ? 4 : 3));
    }

    [GeneratedRegex(@"^(?:public|internal)[\w ]*? (?:class|record|struct|interface|enum)(?: struct| class)? (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeName();
}
