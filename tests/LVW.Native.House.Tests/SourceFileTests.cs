using System.Text.RegularExpressions;
using Xunit;

namespace LVW.Native.House.Tests;

/// <summary>Files stay short enough to be read in one go, and hold what their name says.</summary>
public sealed partial class SourceFileTests
{
    private const int LongestFile = 400;

    [Fact]
    public void No_file_is_longer_than_400_lines()
        => Findings.None(AllFiles().Select(file => (file, lines: Lines(file).Length)).Where(entry => entry.lines > LongestFile));

    [Fact]
    public void No_file_is_folded_into_regions() => Findings.None(AllFiles().Where(file => Lines(file).Any(line => line.TrimStart().StartsWith("#region"))));

    [Fact]
    public void A_file_of_the_product_has_one_public_type()
        => Findings.None(Repository.SourceFiles("src").Select(file => (file, types: string.Join(", ", PublicTypes(file)))).Where(entry => entry.types.Contains(',')));

    [Fact]
    public void A_public_type_is_in_the_file_of_its_name()
        => Findings.None(Repository.SourceFiles("src").SelectMany(file => PublicTypes(file)
            .Where(type => !Path.GetFileName(file).StartsWith(type + ".", StringComparison.Ordinal))
            .Select(type => $"{file} holds {type}")));

    [Theory]
    [InlineData("namespace A;\npublic sealed class One\n{\n    public struct Nested\n    {\n    }\n}\n", new[] { "One" })]
    [InlineData("namespace A;\npublic readonly record struct One(int X);\npublic enum Two\n{\n}\n", new[] { "One", "Two" })]
    [InlineData("namespace A\n{\n    public interface IOne<T>\n    {\n    }\n}\n", new[] { "IOne" })]
    [InlineData("namespace A\n{\n    public struct One\n    {\n    }\n}\nnamespace B\n{\n    public static partial class TensorOps\n    {\n    }\n}\n", new[] { "One" })]
    public void Public_types_are_recognised(string text, string[] types) => Assert.Equal(types, PublicTypesIn(text.Split('\n')));

    private static IEnumerable<string> AllFiles() => Repository.SourceFiles("src", "tests", "benchmarks");

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Repository.Root, file));

    private static IEnumerable<string> PublicTypes(string file) => PublicTypesIn(Lines(file));

    /// <summary>
    /// Types at the level of the namespace. An op's extension methods share a partial class over all op files: it does not count.
    /// </summary>
    private static IEnumerable<string> PublicTypesIn(string[] lines)
    {
        bool fileScoped = lines.Any(line => line.StartsWith("namespace ", StringComparison.Ordinal) && line.TrimEnd().EndsWith(';'));
        string indent = fileScoped ? "" : "    ";
        return lines
            .Where(line => line.StartsWith(indent + "public ", StringComparison.Ordinal))
            .Select(line => TypeDeclaration().Match(line[indent.Length..]))
            .Where(match => match.Success)
            .Select(match => match.Groups["name"].Value)
            .Where(name => !name.EndsWith("Ops", StringComparison.Ordinal))
            .Distinct();
    }

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|readonly|unsafe|partial|ref|new) )*(?:class|record struct|record class|record|struct|interface|enum|delegate [^(]*?) ?(?<name>\w+)(?=[<( :;]|$)")]
    private static partial Regex TypeDeclaration();
}
